{#- Every comune of every received list, with the date of the list. -#}
with pacchetto as (
    select 2022 as anno, * from {{ ref('stg_istat__comuni_2022') }}
    union all by name
    select 2023 as anno, * from {{ ref('stg_istat__comuni_2023') }}
)

select
    lpad(municipality_code::text, 6, '0') as codice,
    municipality as nome,
    cadastral_code as codice_catastale,
    province as provincia_nome,
    lpad(region_code::text, 2, '0') as regione_codice,
    region as regione_nome,
    make_date(anno::integer, 1, 1) as data_elenco,
    fonte_id,
    file
from pacchetto
union all by name
select codice, nome, codice_catastale, provincia_nome, lpad(regione_codice, 2, '0') as regione_codice, regione_nome,
    data_elenco, fonte_id, file
from {{ ref('stg_istat__elenco_comuni') }}
