select
    riga_documento,
    raw.leggi_intero(progressivo) as progressivo,
    trim(flusso) as flusso,
    trim(periodicita) as periodicita,
    trim(destinatario) as destinatario,
    _fonte_id || '/debiti_informativi' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'ovest_solidale__debiti_informativi') }}
