{#- Comuni of a year's list without residents in the same year. -#}
with elenchi as (
    select 2022 as anno, municipality_code, municipality, fonte_id, file from {{ ref('stg_istat__comuni_2022') }}
    union all
    select 2023 as anno, municipality_code, municipality, fonte_id, file from {{ ref('stg_istat__comuni_2023') }}
)

select e.anno, 'com:' || lpad(e.municipality_code::text, 6, '0') as territorio_id, e.municipality as nome, e.fonte_id, e.file
from elenchi as e
anti join {{ ref('int_popolazione__per_eta') }} as p
    on p.territorio_id = 'com:' || lpad(e.municipality_code::text, 6, '0') and e.anno = p.anno
