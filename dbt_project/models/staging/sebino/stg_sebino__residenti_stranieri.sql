select
    riga_documento,
    trim(comune) as comune,
    raw.leggi_intero(maschi) as maschi,
    raw.leggi_intero(femmine) as femmine,
    raw.leggi_intero(totale) as totale,
    raw.leggi_intero(stranieri_maschi) as stranieri_maschi,
    raw.leggi_intero(stranieri_femmine) as stranieri_femmine,
    raw.leggi_intero(stranieri_totale) as stranieri_totale,
    raw.leggi_decimale(stranieri_pct) as stranieri_pct,
    _fonte_id || '/residenti_stranieri' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'sebino__residenti_stranieri') }}
