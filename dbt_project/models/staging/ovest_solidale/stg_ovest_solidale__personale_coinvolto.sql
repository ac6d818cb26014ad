select
    riga_documento,
    riga_seconda_scheda,
    trim(area_codice) as area_codice,
    trim(servizio) as servizio,
    raw.leggi_intero(persone_indicate) as persone_indicate,
    raw.leggi_intero(unita_tabella) as unita_tabella,
    _fonte_id || '/personale_coinvolto' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'ovest_solidale__personale_coinvolto') }}
