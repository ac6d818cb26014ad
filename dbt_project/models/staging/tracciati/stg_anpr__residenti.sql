select
    {{ codice_comune('codice_comune') }} as codice,
    comune as nome,
    coalesce(try_strptime(data_elaborazione, '%d-%m-%Y'), try_strptime(data_elaborazione, '%d/%m/%Y'),
        try_strptime(data_elaborazione, '%Y-%m-%d'))::date as data_elaborazione,
    raw.leggi_intero(residenti, 'c') as residenti,
    residenti as valore_stampato,
    _fonte_id || '/' || _tabella as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'anpr_residenti') }}
