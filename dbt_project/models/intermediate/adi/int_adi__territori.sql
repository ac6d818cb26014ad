{#- Names under which INPS prints provinces, regions and Italy, comparable; a name that is no territory of ours has none. -#}
select {{ nome_confrontabile('provincia_nome') }} as nome, 'provincia' as livello, provincia_id as territorio_id
from {{ ref('int_comuni__uniti') }}
union
select {{ nome_confrontabile('regione_nome') }}, 'regione', regione_id from {{ ref('int_comuni__uniti') }}
union
select nome, case split_part(territorio_id, ':', 1) when 'prov' then 'provincia' when 'ita' then 'italia' else 'regione' end,
    territorio_id
from {{ ref('adi_territorio') }}
