select
    trim(territorio) as territorio,
    trim(livello) as livello,
    trim(misura) as misura,
    trim(mese) as mese,
    trim(conteggio) as conteggio,
    raw.leggi_intero(nuclei) as nuclei,
    raw.leggi_intero(persone) as persone,
    raw.leggi_decimale(importo_medio_eur)::decimal(14, 2) as importo_medio_eur,
    trim(approssimato) as approssimato,
    trim(fonte_notizia) as fonte_notizia,
    _fonte_id || '/adi_pubblicati' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'inps__adi_pubblicati') }}
