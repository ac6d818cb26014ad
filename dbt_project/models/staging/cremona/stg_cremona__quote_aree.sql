select
    riga_documento,
    trim(area_codice) as area_codice,
    trim(voce) as voce,
    raw.leggi_decimale(risorse)::decimal(14, 2) as risorse,
    raw.leggi_decimale(quota_pct) as quota_pct,
    riga_totale,
    raw.leggi_decimale(totale_generale)::decimal(14, 2) as totale_generale,
    _fonte_id || '/quote_aree' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'cremona__quote_aree') }}
