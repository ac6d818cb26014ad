-- Codes are not padded: shorter than six digits they are sums of provinces, regions and parts of the country.
select
    codice_istat as codice,
    denominazione as nome,
    coalesce(try_cast(anno as integer), year(_data_riferimento)::integer) as anno,
    codice_cittadinanza,
    cittadinanza,
    raw.leggi_intero(maschi, 'c') as maschi,
    raw.leggi_intero(femmine, 'c') as femmine,
    raw.leggi_intero(totale, 'c') as totale,
    _fonte_id || '/' || _tabella as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'istat_rcs') }}
