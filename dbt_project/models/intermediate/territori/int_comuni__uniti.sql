{#- One row per comune that ever was in a received list: the latest name and province win. -#}
with elenchi as (
    select 2022 as anno, * from {{ ref('stg_istat__comuni_2022') }}
    union all by name
    select 2023 as anno, * from {{ ref('stg_istat__comuni_2023') }}
)

select
    'com:' || lpad(municipality_code::text, 6, '0') as territorio_id,
    lpad(municipality_code::text, 6, '0') as codice_istat,
    cadastral_code as codice_catastale,
    municipality as nome,
    'prov:' || lpad(province_code::text, 3, '0') as provincia_id,
    province as provincia_nome,
    'reg:' || lpad(region_code::text, 2, '0') as regione_id,
    region as regione_nome
from elenchi
qualify row_number() over (partition by municipality_code order by anno desc) = 1
