select
    riga_documento,
    trim(tema) as tema,
    trim(voce) as voce,
    trim(voce_codice) as voce_codice,
    raw.leggi_decimale(valore) as valore,
    trim(tipo_valore) as tipo_valore,
    trim(fondo_stampato) as fondo_stampato,
    _fonte_id || '/cifre_testo' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'cremona__cifre_testo') }}
