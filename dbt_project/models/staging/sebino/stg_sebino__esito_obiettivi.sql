select
    riga_documento,
    trim(obiettivo_id) as obiettivo_id,
    trim(scheda_id) as scheda_id,
    trim(voce_etichetta) as voce_etichetta,
    raw.leggi_intero(anno) as anno,
    raw.leggi_decimale(valore) as valore,
    trim(tipo_valore) as tipo_valore,
    trim(unita) as unita,
    trim(relazione) as relazione,
    trim(periodo) as periodo,
    _fonte_id || '/esito_obiettivi' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'sebino__esito_obiettivi') }}
