select
    riga_documento,
    trim(voce) as voce,
    trim(voce_codice) as voce_codice,
    raw.leggi_decimale(importo)::decimal(14, 2) as importo,
    _fonte_id || '/altre_entrate' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'cremona__altre_entrate') }}
