{#- Every budget line and chapter of the documents in one shape. The amounts are the printed ones. -#}
with cremona as (
    select 'amb:cremona' as ente_id, 2015 as anno, area, servizio, fondo, 'previsione' as stato_spesa, 'spesa' as verso,
        importo_eur, fondo_stampato, null::integer as annualita_fondo, null::text as capitolo, null::text as capitolo_nome,
        false as quota_parte, 'annuale' as periodo_dichiarato, corretta, motivo_correzione, fonte_id, file, riga, colonna,
        riga_documento, valore_stampato
    from {{ ref('int_spesa__cremona') }}
),

cremona_entrate as (
    select 'amb:cremona' as ente_id, 2015 as anno, 'tutte' as area, 'Gestione associata' as servizio, a.fondo,
        'previsione' as stato_spesa, 'entrata' as verso, p.importo as importo_eur, p.voce as fondo_stampato,
        n.anno_fondo as annualita_fondo, false as quota_parte, 'annuale' as periodo_dichiarato, false as corretta,
        p.fonte_id, p.file, p.riga, 'importo' as colonna, p.riga_documento, c.valore_stampato
    from {{ ref('stg_cremona__previsione_2015') }} as p
    inner join {{ ref('fondo_alias') }} as a on p.voce_codice = a.nome_stampato
    left join {{ ref('stg_cremona__previsione_2015_note') }} as n on p.voce_codice = n.voce_codice
    left join {{ ref('stg_raw__celle') }} as c on p.file = c.file and p.riga = c.riga and c.colonna = 'importo'
),

cremona_consuntivi as (
    select 'amb:cremona' as ente_id, r.anno, 'tutte' as area, 'Gestione associata' as servizio,
        case r.indicatore_id
            when 'risorse_comuni' then 'comuni'
            when 'risorse_fondi_statali_regionali' then 'misto'
            else 'altro'
        end as fondo,
        'consuntivo' as stato_spesa, 'entrata' as verso, r.importo_eur, t.voce as fondo_stampato,
        false as quota_parte, 'annuale' as periodo_dichiarato, false as corretta,
        r.fonte_id, r.file, r.riga, r.colonna, r.riga_documento, c.valore_stampato
    from {{ ref('int_risorse__annue') }} as r
    inner join {{ ref('stg_cremona__risorse_triennio') }} as t on r.file = t.file and r.riga = t.riga
    left join {{ ref('stg_raw__celle') }} as c on r.file = c.file and r.riga = c.riga and r.colonna = c.colonna
    where r.stato_spesa = 'consuntivo' and r.indicatore_id <> 'risorse_totale'
),

bassa_bresciana as (
    select 'amb:bassa_bresciana_centrale' as ente_id, 2020 as anno, s.area, s.servizio,
        case when s.copertura is null then 'non_dichiarato' else a.fondo end as fondo, 'programmato' as stato_spesa,
        'spesa' as verso, s.budget as importo_eur, s.copertura as fondo_stampato, false as quota_parte,
        'non dichiarato se annuale o triennale (' || s.periodo || ')' as periodo_dichiarato, false as corretta,
        s.fonte_id, s.file, s.riga, 'budget' as colonna, s.riga_budget as riga_documento, c.valore_stampato
    from {{ ref('stg_bassa_bresciana_centrale__servizi') }} as s
    left join {{ ref('fondo_alias') }} as a on s.copertura = a.nome_stampato
    left join {{ ref('stg_raw__celle') }} as c on s.file = c.file and s.riga = c.riga and c.colonna = 'budget'
),

ovest_solidale as (
    select 'amb:brescia_ovest' as ente_id, 2025 as anno, o.area_codice as area,
        coalesce(o.titolo, o.titolo_etichetta, o.obiettivo_codice) as servizio,
        coalesce(a.fondo, 'non_dichiarato') as fondo, 'previsione' as stato_spesa, k.verso, k.importo as importo_eur,
        coalesce(k.nome, k.nome_etichetta) as fondo_stampato, k.capitolo::text as capitolo,
        coalesce(k.nome, k.nome_etichetta) as capitolo_nome, k.quota_parte = 'true' as quota_parte,
        'annuale' as periodo_dichiarato, false as corretta,
        k.fonte_id, k.file, k.riga, 'importo' as colonna, k.riga_documento, c.valore_stampato
    from {{ ref('stg_ovest_solidale__capitoli') }} as k
    left join {{ ref('stg_ovest_solidale__obiettivi') }} as o on k.obiettivo_codice = o.obiettivo_codice
    left join {{ ref('fondo_alias') }} as a on coalesce(k.nome, k.nome_etichetta) = a.nome_stampato
    left join {{ ref('stg_raw__celle') }} as c on k.file = c.file and k.riga = c.riga and c.colonna = 'importo'
)

select * from cremona
union all by name select * from cremona_entrate
union all by name select * from cremona_consuntivi
union all by name select * from bassa_bresciana
union all by name select * from ovest_solidale
