select
    province_code,
    geometry,
    _fonte_id || '/confini_province' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'istat__confini_province') }}
