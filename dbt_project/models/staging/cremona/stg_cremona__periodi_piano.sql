select
    riga_documento,
    trim(periodo_codice) as periodo_codice,
    trim(periodo) as periodo,
    raw.leggi_intero(anno_inizio) as anno_inizio,
    raw.leggi_intero(anno_fine) as anno_fine,
    _fonte_id || '/periodi_piano' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'cremona__periodi_piano') }}
