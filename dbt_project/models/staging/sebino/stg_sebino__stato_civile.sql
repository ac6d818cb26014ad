select
    riga_documento,
    trim(comune) as comune,
    raw.leggi_intero(celibi_nubili) as celibi_nubili,
    raw.leggi_intero(coniugati) as coniugati,
    raw.leggi_intero(vedovi) as vedovi,
    raw.leggi_intero(divorziati) as divorziati,
    raw.leggi_intero(totale) as totale,
    _fonte_id || '/stato_civile' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'sebino__stato_civile') }}
