select
    riga_documento,
    trim(voce) as voce,
    trim(voce_codice) as voce_codice,
    raw.leggi_decimale(importo)::decimal(14, 2) as importo,
    trim(nota_etichetta) as nota_etichetta,
    raw.leggi_intero(anno_fondo) as anno_fondo,
    raw.leggi_intero(anno_piano) as anno_piano,
    raw.leggi_decimale(quota_pct) as quota_pct,
    _fonte_id || '/previsione_2015_note' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'cremona__previsione_2015_note') }}
