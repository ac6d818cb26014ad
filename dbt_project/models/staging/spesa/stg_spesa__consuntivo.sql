-- The final account in the regional shape; cost and users beside what was printed for them, coverages as printed.
select
    nullif(trim(ente_id), '') as ente_id,
    try_cast(anno as integer) as anno,
    nullif(lower(trim(gestione)), '') as gestione,
    nullif(trim(area), '') as area,
    nullif(trim(servizio), '') as servizio,
    utenti as utenti_stampati,
    raw.leggi_intero(utenti, 'it')::bigint as utenti,
    costo,
    try_cast(raw.leggi_decimale(costo, 'it') as decimal(14, 2)) as costo_eur,
    columns('^copertura_'),
    nullif(trim(nota), '') as nota,
    posizioni::json as posizioni,
    _fonte_id || '/' || _tabella as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'consuntivo_regionale') }}
