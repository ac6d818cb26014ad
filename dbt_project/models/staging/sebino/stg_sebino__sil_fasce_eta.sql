select
    riga_documento,
    riga_quote,
    trim(voce) as voce,
    raw.leggi_intero(maschi) as maschi,
    raw.leggi_intero(femmine) as femmine,
    raw.leggi_intero(totale) as totale,
    raw.leggi_decimale(maschi_pct) as maschi_pct,
    raw.leggi_decimale(femmine_pct) as femmine_pct,
    raw.leggi_decimale(totale_pct) as totale_pct,
    _fonte_id || '/sil_fasce_eta' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'sebino__sil_fasce_eta') }}
