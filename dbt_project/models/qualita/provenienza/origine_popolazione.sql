{{ config(materialized='view') }}
{#- The received cell of every resident count, with the comune of today. -#}
with righe as (
    {%- for anno in (2022, 2023) %}
    select lpad(municipality_code::text, 6, '0') as codice, {{ anno }} as anno, 'totale' as cittadinanza, age::integer as eta,
        m::bigint as maschi, f::bigint as femmine, 'm' as colonna_m, 'f' as colonna_f, fonte_id, file, riga
    from {{ ref('stg_istat__popolazione_' ~ anno) }}
    union all
    {%- endfor %}
    select codice, anno, 'totale', eta, maschi, femmine, 'maschi', 'femmine', fonte_id, file, riga
    from {{ ref('stg_istat__posas') }}
    union all
    select codice, anno, 'straniera', eta, maschi, femmine, 'maschi', 'femmine', fonte_id, file, riga
    from {{ ref('stg_istat__strasa') }}
)

select c.territorio_id, r.codice, r.anno::integer as anno, r.cittadinanza, r.eta, s.sesso,
    if(s.sesso = 'M', r.maschi, r.femmine) as residenti, k.fonte_id is not null as corrente,
    r.fonte_id, r.file, r.riga, if(s.sesso = 'M', r.colonna_m, r.colonna_f) as colonna_file,
    null::text as riga_documento,
    if(s.sesso = 'M', r.maschi, r.femmine)::text as valore_stampato
from righe as r
inner join {{ ref('int_comuni__codici') }} as c on r.codice = c.codice
left join {{ ref('int_popolazione__correnti') }} as k
    on c.territorio_id = k.territorio_id and r.anno = k.anno and r.cittadinanza = k.cittadinanza and r.fonte_id = k.fonte_id
cross join (select unnest(['M', 'F']) as sesso) as s
where r.eta between 0 and 100
