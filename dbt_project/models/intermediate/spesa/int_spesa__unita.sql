{#- Every budget line and chapter of the documents in one shape. The amounts are the printed ones. -#}
with cremona as (
    select 'amb:cremona' as ente_id, 2015 as anno, area, servizio, fondo, fondo_intestazione, 'previsione' as stato_spesa,
        'spesa' as verso, importo_eur, fondo_stampato, false as quota_parte, 'annuale' as periodo_dichiarato, corretta,
        motivo_correzione, fonte_id, file, riga, colonna, riga_documento, valore_stampato
    from {{ ref('int_spesa__cremona') }}
),

cremona_entrate as (
    select 'amb:cremona' as ente_id, 2015 as anno, 'tutte' as area, 'Gestione associata' as servizio, a.fondo,
        'previsione' as stato_spesa, 'entrata' as verso, p.importo as importo_eur, p.voce as fondo_stampato,
        n.anno_fondo as annualita_fondo, false as quota_parte, 'annuale' as periodo_dichiarato, false as corretta,
        p.fonte_id, p.file, p.riga, 'importo' as colonna, p.riga_documento, c.valore_stampato
    from {{ ref('stg_cremona__previsione_2015') }} as p
    inner join {{ ref('int_fondi__nomi') }} as a
        on a.raccolta = 'cremona_piano_operativo_2015' and main.nome_confrontabile(p.voce) = a.chiave
    left join {{ ref('stg_cremona__previsione_2015_note') }} as n on p.voce_codice = n.voce_codice
    left join {{ ref('stg_raw__celle') }} as c on p.file = c.file and p.riga = c.riga and c.colonna = 'importo'
),

cremona_consuntivi as (
    select 'amb:cremona' as ente_id, r.anno, 'tutte' as area, 'Gestione associata' as servizio, a.fondo,
        'consuntivo' as stato_spesa, 'entrata' as verso, r.importo_eur, t.voce as fondo_stampato,
        false as quota_parte, 'annuale' as periodo_dichiarato, false as corretta,
        r.fonte_id, r.file, r.riga, r.colonna, r.riga_documento, c.valore_stampato
    from {{ ref('int_risorse__annue') }} as r
    inner join {{ ref('stg_cremona__risorse_triennio') }} as t on r.file = t.file and r.riga = t.riga
    inner join {{ ref('int_fondi__nomi') }} as a
        on a.raccolta = 'cremona_piano_operativo_2015' and main.nome_confrontabile(t.voce) = a.chiave
    left join {{ ref('stg_raw__celle') }} as c on r.file = c.file and r.riga = c.riga and r.colonna = c.colonna
    where r.stato_spesa = 'consuntivo'
),

bassa_bresciana as (
    select 'amb:bassa_bresciana_centrale' as ente_id, 2020 as anno, s.area, s.servizio,
        case when s.copertura is null then 'non_dichiarato' else coalesce(a.fondo, 'sconosciuto') end as fondo,
        'programmato' as stato_spesa, 'spesa' as verso, s.budget as importo_eur, s.copertura as fondo_stampato,
        false as quota_parte, 'non dichiarato se annuale o triennale (' || s.periodo || ')' as periodo_dichiarato,
        false as corretta, s.fonte_id, s.file, s.riga, 'budget' as colonna, s.riga_budget as riga_documento,
        c.valore_stampato
    from {{ ref('stg_bassa_bresciana_centrale__servizi') }} as s
    left join {{ ref('int_fondi__nomi') }} as a
        on a.raccolta = 'bbc_piano_programma_2020_2022' and main.nome_confrontabile(s.copertura) = a.chiave
    left join {{ ref('stg_raw__celle') }} as c on s.file = c.file and s.riga = c.riga and c.colonna = 'budget'
),

ovest_solidale as (
    select 'amb:brescia_ovest' as ente_id, 2025 as anno, o.area_codice as area,
        coalesce(o.titolo, o.titolo_etichetta, o.obiettivo_codice) as servizio, k.obiettivo_codice as obiettivo_id,
        coalesce(a.fondo, 'non_dichiarato') as fondo, 'previsione' as stato_spesa, k.verso, k.importo as importo_eur,
        coalesce(k.nome, k.nome_etichetta) as fondo_stampato, k.capitolo::text as capitolo,
        coalesce(k.nome, k.nome_etichetta) as capitolo_nome, k.quota_parte = 'true' as quota_parte,
        'annuale' as periodo_dichiarato, false as corretta,
        k.fonte_id, k.file, k.riga, 'importo' as colonna, k.riga_documento, c.valore_stampato
    from {{ ref('stg_ovest_solidale__capitoli') }} as k
    left join {{ ref('stg_ovest_solidale__obiettivi') }} as o on k.obiettivo_codice = o.obiettivo_codice
    left join {{ ref('int_fondi__nomi') }} as a
        on a.raccolta = 'ovest_solidale_performance_2025'
        and main.nome_confrontabile(coalesce(k.nome, k.nome_etichetta)) = a.chiave
    left join {{ ref('stg_raw__celle') }} as c on k.file = c.file and k.riga = c.riga and c.colonna = 'importo'
),

dalmine as (
    select 'amb:dalmine' as ente_id, 2021 as anno, 'premialita' as area, servizio, fondo, 'programmato' as stato_spesa,
        'entrata' as verso, importo_eur, fondo_stampato, false as quota_parte,
        'una volta nel triennio 2021-2023, se gli obiettivi sono raggiunti' as periodo_dichiarato, false as corretta,
        fonte_id, file, riga, colonna, riga_documento, valore_stampato
    from {{ ref('int_spesa__premialita') }}
),

unite as (
    select * from cremona
    union all by name select * from cremona_entrate
    union all by name select * from cremona_consuntivi
    union all by name select * from bassa_bresciana
    union all by name select * from ovest_solidale
    union all by name select * from dalmine
)

select u.* exclude (fondo_intestazione), coalesce(u.fondo_intestazione, if(u.corretta, null, u.fondo)) as fondo_intestazione,
    split_part(u.fonte_id, '/', 1) as consegna, coalesce(z.area_utenza, a.area_utenza) as area_utenza,
    coalesce(a.nome, u.area) as area_nome,
    coalesce(a.ordine, 99)::integer as area_ordine,
    -- What a sum may add: parts of a chapter and amounts cited again would be counted twice.
    not u.quota_parte and n.riga is null as sommabile,
    coalesce(n.motivo, if(u.quota_parte, 'In quota parte: è già compreso nell''importo del capitolo.', null))
        as motivo_non_sommabile
from unite as u
left join {{ ref('area_intervento') }} as a on split_part(u.fonte_id, '/', 1) = a.raccolta and u.area = a.area
left join {{ ref('servizio_area') }} as z on u.fonte_id = z.fonte_id and u.riga = z.riga
left join {{ ref('spesa_non_sommabile') }} as n on u.fonte_id = n.fonte_id and u.riga = n.riga
