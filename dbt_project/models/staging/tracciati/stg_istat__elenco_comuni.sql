select
    {{ codice_comune('codice_comune') }} as codice,
    comune as nome,
    codice_catastale,
    codice_sovracomunale as provincia_codice,
    sovracomunale as provincia_nome,
    codice_regione as regione_codice,
    regione as regione_nome,
    _data_riferimento as data_elenco,
    _fonte_id || '/' || _tabella as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'istat_comuni') }}
