select
    riga_documento,
    trim(fondo) as fondo,
    trim(voce_codice) as voce_codice,
    riga_importo,
    raw.leggi_decimale(importo)::decimal(14, 2) as importo,
    riga_quota,
    raw.leggi_decimale(quota_pct) as quota_pct,
    raw.leggi_decimale(totale_generale)::decimal(14, 2) as totale_generale,
    _fonte_id || '/riepilogo_fondi' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'cremona__riepilogo_fondi') }}
