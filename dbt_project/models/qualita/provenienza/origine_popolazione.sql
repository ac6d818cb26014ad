{{ config(materialized='view') }}
{#- The received cell of every resident count, with the comune of today. Ask for comuni and year: numbers are compared as
    numbers, so that of a large table only the blocks that hold the comune are read. -#}
{%- set sessi = {'M': 'maschi', 'F': 'femmine'} %}
with righe as (
    {%- for anno in (2022, 2023) %}{% for sesso in ('M', 'F') %}
    select c.territorio_id, c.codice, {{ anno }} as anno, 'totale' as cittadinanza, r.age::integer as eta, '{{ sesso }}' as sesso,
        r.{{ sesso | lower }}::bigint as residenti, '{{ sesso | lower }}' as colonna_file, r.fonte_id, r.file, r.riga
    from {{ ref('stg_istat__popolazione_' ~ anno) }} as r
    inner join {{ ref('int_comuni__codici') }} as c on r.municipality_code = c.codice::bigint
    union all
    {%- endfor %}{% endfor %}
    {%- for cittadinanza, ricevuta in {'totale': 'posas', 'straniera': 'strasa'}.items() %}
    {%- set ultima = loop.last %}
    {%- for sesso, colonna in sessi.items() %}
    select c.territorio_id, r.codice, r.anno, '{{ cittadinanza }}', r.eta, '{{ sesso }}', r.{{ colonna }}, '{{ colonna }}', r.fonte_id,
        r.file, r.riga
    from {{ ref('stg_istat__' ~ ricevuta) }} as r
    inner join {{ ref('int_comuni__codici') }} as c on r.codice = c.codice
    {{ 'union all' if not (ultima and loop.last) }}
    {%- endfor %}{% endfor %}
)

select r.territorio_id, r.codice, r.anno::integer as anno, r.cittadinanza, r.eta, r.sesso, r.residenti,
    k.fonte_id is not null as corrente, r.fonte_id, r.file, r.riga, r.colonna_file, null::text as riga_documento,
    r.residenti::text as valore_stampato
from righe as r
left join {{ ref('int_popolazione__correnti') }} as k
    on r.territorio_id = k.territorio_id and r.anno = k.anno and r.cittadinanza = k.cittadinanza and r.fonte_id = k.fonte_id
where r.eta between 0 and 100
