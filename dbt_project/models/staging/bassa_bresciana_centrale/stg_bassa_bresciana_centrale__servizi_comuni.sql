select
    riga_documento,
    trim(servizio_codice) as servizio_codice,
    trim(comune) as comune,
    _fonte_id || '/servizi_comuni' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'bassa_bresciana_centrale__servizi_comuni') }}
