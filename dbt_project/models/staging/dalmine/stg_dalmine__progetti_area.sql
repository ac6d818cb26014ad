select
    riga_documento,
    riga_area,
    trim(area_codice) as area_codice,
    trim(area) as area,
    raw.leggi_intero(progressivo_elenco) as progressivo_elenco,
    trim(progetto) as progetto,
    trim(esito) as esito,
    trim(categoria) as categoria,
    _fonte_id || '/progetti_area' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'dalmine__progetti_area') }}
