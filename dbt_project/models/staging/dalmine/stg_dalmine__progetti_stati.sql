select
    riga_documento,
    trim(voce) as voce,
    trim(testo) as testo,
    raw.leggi_intero(progetti) as progetti,
    raw.leggi_decimale(quota_pct) as quota_pct,
    riga_totale,
    raw.leggi_intero(totale) as totale,
    _fonte_id || '/progetti_stati' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'dalmine__progetti_stati') }}
