select
    municipality,
    municipality_code,
    cadastral_code,
    province_code,
    province,
    province_short,
    region,
    region_code,
    _fonte_id || '/comuni_2022' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'istat__comuni_2022') }}
