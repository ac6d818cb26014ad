select
    riga_documento,
    trim(voce) as voce,
    raw.leggi_decimale(valore) as valore,
    trim(tipo_valore) as tipo_valore,
    _fonte_id || '/cifre_testo' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'dalmine__cifre_testo') }}
