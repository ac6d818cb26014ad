select
    riga_documento,
    trim(obiettivo_codice) as obiettivo_codice,
    raw.leggi_intero(progressivo) as progressivo,
    trim(indicatore) as indicatore,
    trim(indicatore_etichetta) as indicatore_etichetta,
    _fonte_id || '/indicatori' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'ovest_solidale__indicatori') }}
