-- Outcome sheets as ambiti sent them: degree and resources beside what was printed for them, answers as they were written.
select
    nullif(trim(ambito_id), '') as ambito_id,
    nullif(trim(piano), '') as piano,
    nullif(trim(obiettivo), '') as obiettivo,
    nullif(trim(area), '') as area,
    nullif(trim(grado), '') as grado_stampato,
    raw.leggi_decimale(replace(grado, '%', ''), 'it')::double as grado,
    nullif(trim(giudizio_utenti), '') as giudizio_utenti,
    nullif(trim(risorse_previste), '') as risorse_previste_stampate,
    try_cast(raw.leggi_decimale(risorse_previste, 'it') as decimal(14, 2)) as risorse_previste_eur,
    nullif(trim(risorse_utilizzate), '') as risorse_utilizzate_stampate,
    try_cast(raw.leggi_decimale(risorse_utilizzate, 'it') as decimal(14, 2)) as risorse_utilizzate_eur,
    nullif(trim(criticita), '') as criticita,
    nullif(trim(cambiamento), '') as cambiamento,
    nullif(trim(continuita), '') as continuita,
    nullif(trim(riproposto), '') as riproposto,
    nullif(trim(nota), '') as nota,
    posizioni::json as posizioni,
    _fonte_id || '/' || _tabella as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'esiti_obiettivi') }}
