{{ config(materialized='view') }}
{#- The received cell of every resident count, with the comune of today. Ask for comuni and year: numbers are compared as
    numbers, so that of a large table only the blocks that hold the comune are read. -#}
with righe as (
    {%- for anno in (2022, 2023) %}
    select c.territorio_id, c.codice, {{ anno }} as anno, 'totale' as cittadinanza, r.age::integer as eta,
        r.m::bigint as maschi, r.f::bigint as femmine, 'm' as colonna_m, 'f' as colonna_f, r.fonte_id, r.file, r.riga
    from {{ ref('stg_istat__popolazione_' ~ anno) }} as r
    inner join {{ ref('int_comuni__codici') }} as c on r.municipality_code = c.codice::bigint
    union all
    {%- endfor %}
    select c.territorio_id, r.codice, r.anno, r.cittadinanza, r.eta, r.maschi, r.femmine, 'maschi', 'femmine', r.fonte_id,
        r.file, r.riga
    from (
        select 'totale' as cittadinanza, * from {{ ref('stg_istat__posas') }}
        union all by name
        select 'straniera' as cittadinanza, * from {{ ref('stg_istat__strasa') }}
    ) as r
    inner join {{ ref('int_comuni__codici') }} as c on r.codice = c.codice
)

select r.territorio_id, r.codice, r.anno::integer as anno, r.cittadinanza, r.eta, s.sesso,
    if(s.sesso = 'M', r.maschi, r.femmine) as residenti, k.fonte_id is not null as corrente,
    r.fonte_id, r.file, r.riga, if(s.sesso = 'M', r.colonna_m, r.colonna_f) as colonna_file,
    null::text as riga_documento,
    if(s.sesso = 'M', r.maschi, r.femmine)::text as valore_stampato
from righe as r
left join {{ ref('int_popolazione__correnti') }} as k
    on r.territorio_id = k.territorio_id and r.anno = k.anno and r.cittadinanza = k.cittadinanza and r.fonte_id = k.fonte_id
cross join (select unnest(['M', 'F']) as sesso) as s
where r.eta between 0 and 100
