{{ config(materialized='view') }}
{#- ISTAT residents by comune, year, sex and completed age; 100 is the open class (eta_max NULL). -#}
with anni as (
    select 2022 as anno, municipality_code, age, m, f, fonte_id from {{ ref('stg_istat__popolazione_2022') }}
    union all
    select 2023 as anno, municipality_code, age, m, f, fonte_id from {{ ref('stg_istat__popolazione_2023') }}
)

select
    'com:' || lpad(municipality_code::text, 6, '0') as territorio_id,
    anno::integer as anno,
    sesso,
    age::integer as eta_min,
    case when age < 100 then age::integer end as eta_max,
    residenti::bigint as residenti,
    fonte_id
from (
    select anno, municipality_code, age, fonte_id, unnest(['M', 'F']) as sesso, unnest([m, f]) as residenti
    from anni
)
