select
    municipality_code,
    age,
    f,
    m,
    tot,
    _fonte_id || '/popolazione_2023' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'istat__popolazione_2023') }}
