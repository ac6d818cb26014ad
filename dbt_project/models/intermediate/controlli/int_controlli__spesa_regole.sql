{#- Funds against the amount assigned, shares fixed by rules, changes from one year to the next, rewards. -#}
with correnti as (
    select * from {{ ref('int_spesa__aggregata') }} where corrente
),

assegnati as (
    select ente_id, ente_nome, anno, stato_spesa, fondo, sum(importo_eur) as importo, min(fonte_id) as fonte_id, min(file) as file
    from correnti
    where verso = 'entrata' and area_utenza = 'tutte'
    group by all
),

destinati as (
    select ente_id, anno, stato_spesa, fondo, sum(importo_eur) as importo
    from correnti
    where verso = 'spesa'
    group by all
),

quote as (
    select r.regola_id, r.minimo_pct, r.norma, r.motivo, c.ente_id, c.ente_nome, c.anno, c.stato_spesa,
        sum(c.importo_eur) as fondo_eur, coalesce(sum(c.importo_eur) filter (c.area_utenza = r.area_utenza), 0) as area_eur,
        coalesce(sum(c.importo_eur) filter (c.area_utenza is null), 0) as senza_area_eur,
        min(c.fonte_id) as fonte_id, min(c.file) as file
    from correnti as c
    inner join {{ ref('regola_quota_fondo') }} as r
        on c.fondo = r.fondo and c.anno between r.dal and coalesce(r.al, 9999)
        and (r.regione_id is null or r.regione_id = c.regione_id)
    where c.verso = 'spesa' and c.ente_tipo <> 'comune'
    group by all
    -- Amounts of areas that nobody knows could be of the right one: judged only where they change nothing.
    having sum(c.importo_eur) > 0 and (100 * area_eur >= r.minimo_pct * fondo_eur
        or 100 * (area_eur + senza_area_eur) < r.minimo_pct * fondo_eur)
),

variazioni as (
    -- The resources of Cremona are judged as indicators: told once.
    select s.*
    from {{ ref('int_spesa__serie') }} as s
    anti join {{ ref('int_risorse__annue') }} as r
        on s.ente_id = r.territorio_id and s.anno = r.anno and s.verso = 'entrata'
    where s.esito_variazione <> 'non_valutabile'
),

premialita as (
    select any_value(fonte_id) as fonte_id, any_value(file) as file, min(riga) as riga,
        arg_min(riga_documento, riga) as riga_documento, any_value(acconto_pct) as acconto_pct,
        any_value(saldo_pct) as saldo_pct, sum(importo_eur) as totale, sum(acconto_eur) as acconto, sum(saldo_eur) as saldo,
        count(*) as quote, string_agg(main.euro_it(importo_eur), ' + ' order by riga) as somma
    from {{ ref('int_spesa__premialita') }}
)

select 'fondo_assegnato' as controllo_id, 'coerenza_tabelle' as tipo,
    if(coalesce(d.importo, 0) > a.importo, 'errore', 'avviso') as gravita,
    if(d.importo = a.importo, 'superato', 'fallito') as esito, a.fonte_id, a.file, null::bigint as riga,
    null::text as riga_documento, a.ente_id as territorio_id, a.anno, main.numero_it(coalesce(d.importo, 0)) as valore_stampato,
    main.numero_it(a.importo) as valore_atteso, (coalesce(d.importo, 0) - a.importo)::double as scarto,
    a.ente_nome || ', ' || a.anno || ', ' || f.nome || ' (' || a.stato_spesa || '): assegnati ' || main.euro_it(a.importo)
        || ', destinati ' || main.euro_it(coalesce(d.importo, 0))
        || if(d.importo = a.importo, '.', ' (' || main.scarto_it(coalesce(d.importo, 0) - a.importo) || ').') as messaggio,
    'Ciò che si spende di un fondo è ciò che il fondo ha assegnato.' as motivo
from assegnati as a
inner join {{ ref('fondo') }} as f on a.fondo = f.fondo
-- Only years of which the spending is known too.
semi join destinati as n on a.ente_id = n.ente_id and a.anno = n.anno and a.stato_spesa = n.stato_spesa
left join destinati as d
    on a.ente_id = d.ente_id and a.anno = d.anno and a.stato_spesa = d.stato_spesa and a.fondo = d.fondo
union all
select 'quota_' || regola_id, 'quota', 'errore', if(100 * area_eur >= minimo_pct * fondo_eur, 'superato', 'fallito'),
    fonte_id, file, null, null, ente_id, anno, main.numero_it(100 * area_eur / fondo_eur, 1) || ' %',
    'almeno ' || main.numero_it(minimo_pct) || ' %', (100 * area_eur / fondo_eur - minimo_pct)::double,
    ente_nome || ', ' || anno || ' (' || stato_spesa || '): ' || main.euro_it(area_eur) || ' su ' || main.euro_it(fondo_eur)
        || ', il ' || main.numero_it(100 * area_eur / fondo_eur, 1) || ' %; la regola chiede almeno il '
        || main.numero_it(minimo_pct) || ' % (' || norma || ')'
        || if(100 * area_eur >= minimo_pct * fondo_eur, '.', ': mancano '
            || main.euro_it(minimo_pct * fondo_eur / 100 - area_eur) || '.'),
    motivo
from quote
union all
select 'variazione_spesa_' || s.genere, 'variazione_annua', s.variazione_gravita, 'fallito', s.fonte_id, s.file, null, null,
    s.ente_id, s.anno, main.numero_it(s.importo_eur),
    'fra ' || main.numero_it(s.importo_precedente_eur * (1 + s.variazione_min_pct / 100)) || ' e '
        || main.numero_it(s.importo_precedente_eur * (1 + s.variazione_max_pct / 100)),
    (s.importo_eur - s.importo_precedente_eur)::double,
    s.ente_nome || ', ' || if(s.verso = 'spesa', 'spesa', 'entrate') || ' ' || s.anno || ' (' || s.stato_spesa || '), '
        || coalesce(f.nome, a.nome) || ': da ' || main.euro_it(s.importo_precedente_eur) || ' a '
        || main.euro_it(s.importo_eur) || ' (' || if(s.variazione_pct > 0, '+', '') || main.numero_it(s.variazione_pct, 1)
        || ' %), fuori dall''intervallo da ' || main.numero_it(s.variazione_min_pct) || ' % a '
        || main.numero_it(s.variazione_max_pct) || ' %'
        || if(s.stato_precedente <> s.stato_spesa, '; l''anno prima è ' || s.stato_precedente, '') || '.',
    s.variazione_motivo
from variazioni as s
left join {{ ref('fondo') }} as f on s.genere = 'fondo' and s.codice = f.fondo
left join {{ ref('area_utenza') }} as a on s.genere <> 'fondo' and s.codice = a.area_utenza
where s.esito_variazione = 'fuori'
union all
select 'variazione_spesa_' || genere, 'variazione_annua', any_value(variazione_gravita), 'superato', fonte_id, min(file), null,
    null, null, anno, null, null, null,
    main.numero_it(count(*)) || if(count(*) = 1, ' importo', ' importi') || ' entro l''intervallo atteso.',
    'Ogni fondo e ogni area hanno un intervallo di variazione con il suo motivo.'
from variazioni
where esito_variazione = 'entro'
group by genere, fonte_id, anno
union all
select 'premialita_acconto_saldo', 'somma', 'errore', if(acconto_pct + saldo_pct = 100 and acconto + saldo = totale,
        'superato', 'fallito'), fonte_id, file, riga, riga_documento, 'amb:dalmine', 2021,
    main.numero_it(acconto_pct) || ' % + ' || main.numero_it(saldo_pct) || ' %', '100 %', (acconto_pct + saldo_pct - 100)::double,
    'Premialità: ' || somma || ' = ' || main.euro_it(totale) || '; acconto ' || main.numero_it(acconto_pct) || ' % '
        || main.euro_it(acconto) || ', saldo ' || main.numero_it(saldo_pct) || ' % ' || main.euro_it(saldo)
        || if(acconto_pct + saldo_pct = 100, '.', ': acconto e saldo non fanno il totale.'),
    'Acconto e saldo fanno l''intera quota premiale.'
from premialita
