select
    riga_documento,
    trim(scheda_id) as scheda_id,
    riga_scheda,
    trim(scheda) as scheda,
    trim(indicatore_etichetta) as indicatore_etichetta,
    trim(tipo) as tipo,
    trim(natura) as natura,
    trim(formula) as formula,
    _fonte_id || '/esito_indicatori' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'sebino__esito_indicatori') }}
