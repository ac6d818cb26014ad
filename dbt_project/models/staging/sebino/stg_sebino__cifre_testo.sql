select
    riga_documento,
    trim(tema) as tema,
    trim(voce) as voce,
    trim(valore) as valore,
    trim(unita) as unita,
    trim(tipo_valore) as tipo_valore,
    trim(precisione) as precisione,
    trim(territorio) as territorio,
    _fonte_id || '/cifre_testo' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'sebino__cifre_testo') }}
