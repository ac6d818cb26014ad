select
    riga_documento,
    trim(scheda_id) as scheda_id,
    trim(scheda) as scheda,
    trim(titolo_etichetta) as titolo_etichetta,
    trim(area) as area,
    trim(sezione) as sezione,
    _fonte_id || '/esito_progetti' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'sebino__esito_progetti') }}
