{#- The final account in the regional shape: what each area cost, who paid, how many people it served. Users are not added up
    over areas: one person may be in several. -#}
with correnti as (
    select distinct ente_id, anno, consegna from {{ ref('int_spesa__aggregata') }}
    where corrente and stato_spesa = 'consuntivo' and verso = 'spesa'
),

coperture as (
    select fonte_id, riga, sum(importo_eur) as coperto_eur,
        sum(importo_eur) filter (colonna = 'copertura_comuni') as comuni_eur,
        sum(importo_eur) filter (colonna = 'copertura_utenti') as utenti_eur
    from {{ ref('int_spesa__coperture') }}
    where starts_with(colonna, 'copertura_')
    group by all
),

righe as (
    select c.*, a.codice as area_utenza, p.coperto_eur, p.comuni_eur, p.utenti_eur
    from {{ ref('stg_spesa__consuntivo') }} as c
    inner join {{ ref('int_spesa__nomi') }} as n
        on n.colonna = 'ente_id' and c.ente_id = n.stampato and n.codice is not null
    left join {{ ref('int_spesa__nomi') }} as a on a.colonna = 'area' and c.area = a.stampato
    left join coperture as p on c.fonte_id = p.fonte_id and c.riga = p.riga
    where c.anno is not null and c.area is not null and c.gestione in ('singola', 'associata')
        and not main.e_totale(c.area)
),

totali as (
    select ente_id, anno, gestione, fonte_id, any_value(file) as file, sum(costo_eur) as costo_eur,
        sum(coperto_eur) as coperto_eur, sum(comuni_eur) as comuni_eur,
        sum(utenti_eur) as utenti_eur, count(*) filter (costo_eur is null) as senza_costo
    from righe
    group by ente_id, anno, gestione, fonte_id
),

stampati as (
    select ente_id, anno, gestione, fonte_id, any_value(costo_eur) as totale_stampato_eur
    from {{ ref('stg_spesa__consuntivo') }}
    where main.e_totale(area)
    group by all
),

residenti as (
    select distinct ente_id, anno, residenti, anno_residenti from {{ ref('spesa_serie') }} where residenti is not null
),

uniti as (
    select *, 'riga' as livello from righe
    union all by name
    select t.*, 'totale' as livello, s.totale_stampato_eur
    from totali as t
    left join stampati as s using (ente_id, anno, gestione, fonte_id)
)

select u.ente_id, e.nome as ente_nome, e.ambito_id, u.anno, u.gestione, u.livello,
    coalesce(u.area_utenza, u.area, 'tutte') as area,
    if(u.livello = 'totale', 'In tutto', coalesce(a.nome, u.area)) as area_nome,
    if(u.livello = 'totale', 100, coalesce(a.ordine, 99))::integer as area_ordine, u.area_utenza, u.servizio,
    u.costo_eur::decimal(16, 2) as costo_eur, u.coperto_eur::decimal(16, 2) as coperto_eur,
    (u.coperto_eur - u.costo_eur)::decimal(16, 2) as scarto_eur, u.totale_stampato_eur::decimal(16, 2) as totale_stampato_eur,
    u.comuni_eur::decimal(16, 2) as comuni_eur, u.utenti_eur::decimal(16, 2) as utenti_eur,
    (u.coperto_eur - coalesce(u.comuni_eur, 0) - coalesce(u.utenti_eur, 0))::decimal(16, 2) as altri_eur,
    (100 * u.comuni_eur / nullif(u.costo_eur, 0))::double as comuni_pct,
    (100 * u.utenti_eur / nullif(u.costo_eur, 0))::double as utenti_pct,
    u.utenti, (u.costo_eur / nullif(u.utenti, 0))::decimal(16, 2) as per_utente_eur,
    r.residenti, r.anno_residenti, (u.costo_eur / r.residenti)::decimal(14, 2) as per_residente_eur,
    1000.0 * u.utenti / r.residenti as utenti_per_1000, 1000 * main.wilson_inf(u.utenti, r.residenti) as ic95_inf,
    1000 * main.wilson_sup(u.utenti, r.residenti) as ic95_sup,
    case when u.livello = 'totale' then 'utenti_non_sommabili'
        when u.utenti is null and u.utenti_stampati is not null then 'cella_non_leggibile'
        when u.utenti is null then 'utenti_non_scritti' end as motivo_assenza_utenti,
    case when u.costo_eur is not null then null when u.livello = 'totale' or u.costo is null then 'importo_non_stampato'
        else 'cella_non_leggibile' end as motivo_assenza_costo,
    case when r.residenti is null then 'residenti_non_ricevuti' end as motivo_assenza_residenti,
    u.senza_costo::integer as senza_costo, u.nota, c.consegna is not null as corrente, u.fonte_id, u.file, u.riga
from uniti as u
left join correnti as c on u.ente_id = c.ente_id and u.anno = c.anno and u.fonte_id = c.consegna
left join {{ ref('int_spesa__enti') }} as e on u.ente_id = e.ente_id
left join {{ ref('area_utenza') }} as a on u.area_utenza = a.area_utenza
left join residenti as r on u.ente_id = r.ente_id and u.anno = r.anno
