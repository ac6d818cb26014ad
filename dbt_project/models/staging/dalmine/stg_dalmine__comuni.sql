select
    riga_documento,
    raw.leggi_intero(progressivo) as progressivo,
    trim(comune) as comune,
    _fonte_id || '/comuni' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'dalmine__comuni') }}
