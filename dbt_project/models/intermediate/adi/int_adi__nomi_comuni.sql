{#- What a case file may call a comune by: ISTAT code, code of the land register, name. A name of two comuni has two rows. -#}
with nomi as (
    select 'istat' as tipo, codice as nome, territorio_id from {{ ref('int_comuni__codici') }}
    union all
    select 'catastale', upper(e.codice_catastale), c.territorio_id
    from {{ ref('int_comuni__elenchi') }} as e
    inner join {{ ref('int_comuni__codici') }} as c on e.codice = c.codice
    union all
    select 'nome', {{ nome_comune('e.nome') }}, c.territorio_id
    from {{ ref('int_comuni__elenchi') }} as e
    inner join {{ ref('int_comuni__codici') }} as c on e.codice = c.codice
    union all
    select 'nome', {{ nome_comune('a.nome_stampato') }}, c.territorio_id
    from {{ ref('adi_comune_alias') }} as a
    inner join {{ ref('int_comuni__codici') }} as c on lpad(a.codice_istat::text, 6, '0') = c.codice
)

select distinct tipo, nome, territorio_id from nomi where nome <> ''
