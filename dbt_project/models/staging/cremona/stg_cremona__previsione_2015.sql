select
    riga_documento,
    trim(voce) as voce,
    trim(voce_codice) as voce_codice,
    raw.leggi_decimale(importo)::decimal(14, 2) as importo,
    _fonte_id || '/previsione_2015' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'cremona__previsione_2015') }}
