select
    freq,
    ref_area,
    territorio,
    data_type,
    indicatore,
    dimensioni::json as dimensioni,
    try_cast(time_period as integer) as anno,
    raw.leggi_decimale(osservazione, 'c') as osservazione,
    osservazione as valore_stampato,
    _fonte_id || '/' || _tabella as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'istat_sdmx') }}
