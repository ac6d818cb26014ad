select
    riga_documento,
    raw.leggi_intero(anno_1) as anno_1,
    raw.leggi_intero(anno_2) as anno_2,
    raw.leggi_intero(anno_3) as anno_3,
    _fonte_id || '/risorse_triennio_anni' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'cremona__risorse_triennio_anni') }}
