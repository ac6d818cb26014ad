select
    riga_documento,
    trim(distretto) as distretto,
    raw.leggi_intero(popolazione) as popolazione,
    raw.leggi_intero(decessi) as decessi,
    raw.leggi_decimale(tasso_grezzo) as tasso_grezzo,
    raw.leggi_decimale(tasso_std) as tasso_std,
    raw.leggi_decimale(irr) as irr,
    raw.leggi_decimale(irr_inf) as irr_inf,
    raw.leggi_decimale(irr_sup) as irr_sup,
    _fonte_id || '/mortalita_femmine' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'sebino__mortalita_femmine') }}
