select
    riga_documento,
    trim(voce) as voce,
    trim(voce_codice) as voce_codice,
    raw.leggi_decimale(anno_2012)::decimal(14, 2) as anno_2012,
    raw.leggi_decimale(anno_2013)::decimal(14, 2) as anno_2013,
    raw.leggi_decimale(anno_2014)::decimal(14, 2) as anno_2014,
    _fonte_id || '/risorse_triennio' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'cremona__risorse_triennio') }}
