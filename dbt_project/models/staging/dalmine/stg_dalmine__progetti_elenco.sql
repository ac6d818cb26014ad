select
    riga_documento,
    raw.leggi_intero(progressivo) as progressivo,
    trim(area) as area,
    trim(progetto) as progetto,
    trim(livello_attuazione) as livello_attuazione,
    _fonte_id || '/progetti_elenco' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'dalmine__progetti_elenco') }}
