-- Numbers of a workbook are numbers (12.5); in a CSV people write them the Italian way (1.234,5).
select
    nullif(trim(ambito_id), '') as ambito_id,
    nullif(lower(trim(indicatore_id)), '') as indicatore_id,
    nullif(trim(anno), '') as anno_stampato,
    try_cast(trim(anno) as integer) as anno,
    nullif(trim(numeratore), '') as numeratore_stampato,
    raw.leggi_decimale(numeratore, if(posizioni is null, 'it', 'c'))::double as numeratore,
    nullif(trim(denominatore), '') as denominatore_stampato,
    raw.leggi_decimale(denominatore, if(posizioni is null, 'it', 'c'))::double as denominatore,
    nullif(trim(valore), '') as valore_stampato,
    raw.leggi_decimale(valore, if(posizioni is null, 'it', 'c'))::double as valore,
    nullif(trim(stato_traguardo), '') as stato_stampato,
    nullif(replace(lower(trim(stato_traguardo)), ' ', '_'), '') as stato_traguardo,
    nullif(trim(rilevato_il), '') as data_stampata,
    {{ leggi_data('rilevato_il') }} as rilevato_il,
    nullif(trim(evidenza), '') as evidenza,
    nullif(trim(nota), '') as nota,
    posizioni::json as posizioni,
    problema::json as problema,
    _fonte_id || '/' || _tabella as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'leps_rilevazione') }}
