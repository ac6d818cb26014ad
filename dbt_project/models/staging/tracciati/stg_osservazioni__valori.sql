select
    {{ codice_comune('codice_istat') }} as codice,
    comune as nome,
    try_cast(anno as integer) as anno,
    indicatore as etichetta,
    raw.leggi_decimale(valore, 'c') as valore,
    valore as valore_stampato,
    _fonte_id as raccolta,
    _tabella as tabella,
    _fonte_id || '/' || _tabella as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'osservazioni') }}
