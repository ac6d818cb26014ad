select
    riga_documento,
    trim(voce) as voce,
    raw.leggi_intero(anno_inizio) as anno_inizio,
    raw.leggi_intero(anno_fine) as anno_fine,
    _fonte_id || '/periodi' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'dalmine__periodi') }}
