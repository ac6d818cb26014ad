-- Amounts are written the Italian way (1.234,50); what does not fit is NULL here and told with its row by ingest.
select
    nullif(trim(ente_id), '') as ente_id,
    try_cast(anno as integer) as anno,
    nullif(trim(area), '') as area,
    nullif(trim(servizio), '') as servizio,
    nullif(trim(fondo), '') as fondo,
    nullif(replace(lower(trim(stato_spesa)), ' ', '_'), '') as stato_spesa,
    nullif(lower(trim(verso)), '') as verso,
    -- The usual amount, told at once: of millions of rows the other forms are few.
    case when regexp_full_match(importo, '\d{1,12}(,\d{1,2})?') then replace(importo, ',', '.')::decimal(14, 2)
        else try_cast(raw.leggi_decimale(importo, 'it') as decimal(14, 2)) end as importo_eur,
    try_cast(annualita_fondo as integer) as annualita_fondo,
    nullif(trim(capitolo), '') as capitolo,
    nullif(trim(capitolo_nome), '') as capitolo_nome,
    coalesce(lower(trim(quota_parte)) in ('si', 'sì', 'true', 'vero', '1'), false) as quota_parte,
    nullif(lower(trim(gestione)), '') as gestione,
    nullif(trim(trasferimento_a), '') as trasferimento_a,
    importo as valore_stampato,
    posizioni::json as posizioni,
    _fonte_id || '/' || _tabella as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'spesa_ente') }}
