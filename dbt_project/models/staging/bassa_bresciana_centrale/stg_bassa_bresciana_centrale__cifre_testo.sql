select
    riga_documento,
    trim(cifra_codice) as cifra_codice,
    trim(servizio_codice) as servizio_codice,
    trim(voce) as voce,
    raw.leggi_decimale(valore) as valore,
    trim(tipo_valore) as tipo_valore,
    raw.leggi_intero(triennio_inizio) as triennio_inizio,
    raw.leggi_intero(triennio_fine) as triennio_fine,
    raw.leggi_intero(biennio_inizio) as biennio_inizio,
    raw.leggi_intero(biennio_fine) as biennio_fine,
    riga_piano,
    raw.leggi_intero(piano_inizio) as piano_inizio,
    _fonte_id || '/cifre_testo' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'bassa_bresciana_centrale__cifre_testo') }}
