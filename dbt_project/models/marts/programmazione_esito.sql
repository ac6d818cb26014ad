with stati as (
    select 'tutte' as area_codice, 'Tutte le aree' as area,
        case voce when 'attuati' then 'attuato' when 'parziali' then 'parziale' else 'non_attuato' end as stato,
        'totale' as livello_riga, progetti, quota_pct, fonte_id, file, riga, riga_documento
    from {{ ref('stg_dalmine__progetti_stati') }}
    where voce in ('attuati', 'parziali', 'non_attuati')
),

aree as (
    select area_codice, area_etichetta as area, stato, 'conteggio' as livello_riga,
        coalesce(progetti, 0) + coalesce(nuovi, 0) as progetti, nuovi, testo, fonte_id, file, riga, riga_documento
    from {{ ref('stg_dalmine__aree_stati') }}
),

progetti as (
    -- The document's text lost the sign of each project's outcome.
    select area_codice, area, null as stato, 'progetto' as livello_riga, 1 as progetti, progetto, categoria, fonte_id, file,
        riga, riga_documento
    from {{ ref('stg_dalmine__progetti_area') }}
),

uniti as (
    select * from stati
    union all by name select * from aree
    union all by name select * from progetti
)

select
    'amb:dalmine' as ambito_id,
    'Piano di Zona 2018-2020' as piano,
    area_codice, area, stato, livello_riga,
    progetti::integer as progetti,
    nuovi::integer as nuovi,
    quota_pct, progetto, categoria, testo, fonte_id, file, riga, riga_documento,
    case when stato is null then 'esito_perduto_nel_testo' end as motivo_assenza
from uniti
