{{ config(materialized='view') }}
{#- The row of every comune in every received list. -#}
with righe as (
    {%- for anno in (2022, 2023) %}
    select lpad(municipality_code::text, 6, '0') as codice, municipality as nome, fonte_id, file, riga,
        'municipality' as colonna_file
    from {{ ref('stg_istat__comuni_' ~ anno) }}
    union all
    {%- endfor %}
    select codice, nome, fonte_id, file, riga, 'comune' from {{ ref('stg_istat__elenco_comuni') }}
)

select c.territorio_id, r.codice, r.nome, r.fonte_id, r.file, r.riga, r.colonna_file, null::text as riga_documento,
    r.nome as valore_stampato
from righe as r
inner join {{ ref('int_comuni__codici') }} as c on r.codice = c.codice
