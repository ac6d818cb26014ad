select
    {{ codice_comune('codice_comune') }} as codice,
    comune as nome,
    try_cast(eta as integer) as eta,
    raw.leggi_intero(maschi, 'c') as maschi,
    raw.leggi_intero(femmine, 'c') as femmine,
    raw.leggi_intero(totale, 'c') as totale,
    year(_data_riferimento) as anno,
    _fonte_id || '/' || _tabella as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'istat_strasa') }}
