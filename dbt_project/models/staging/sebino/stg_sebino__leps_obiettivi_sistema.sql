select
    riga_documento,
    raw.leggi_intero(leps_numero) as leps_numero,
    trim(numero) as numero,
    trim(etichetta) as etichetta,
    _fonte_id || '/leps_obiettivi_sistema' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'sebino__leps_obiettivi_sistema') }}
