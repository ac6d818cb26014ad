with livelli as (
    select territorio_id, 'comune' as livello, codice_istat, nome, nome as nome_breve from {{ ref('int_comuni__uniti') }}
    union all
    select distinct provincia_id, 'provincia', split_part(provincia_id, ':', 2), 'Provincia di ' || provincia_nome,
        provincia_nome
    from {{ ref('int_comuni__uniti') }}
    union all
    select distinct regione_id, 'regione', split_part(regione_id, ':', 2), regione_nome, regione_nome
    from {{ ref('int_comuni__uniti') }}
    union all
    select 'ita', 'italia', null, 'Italia', 'Italia'
    union all
    select territorio_id, livello, null, nome, nome_breve from {{ ref('territorio_dichiarato') }}
    union all
    -- An ambito is its list of comuni; a line of territorio_dichiarato only where it has another short name.
    select distinct 'amb:' || ambito_id, 'ambito', null, ambito,
        regexp_replace(ambito, '^Ambito( territoriale)?( sociale)?( n\.)?( [0-9]+)?( di)? ', '', 'i')
    from {{ ref('ambito_comune') }}
    where 'amb:' || ambito_id not in (select territorio_id from {{ ref('territorio_dichiarato') }})
)

select
    l.territorio_id, l.livello, l.codice_istat, l.nome, l.nome_breve,
    count(c.territorio_id)::integer as comuni
from livelli as l
left join {{ ref('int_territori__legami') }} as g on l.territorio_id = g.padre_id
left join {{ ref('int_comuni__uniti') }} as c on g.territorio_id = c.territorio_id
group by all
