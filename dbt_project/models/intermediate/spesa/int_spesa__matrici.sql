{#- Amounts that stand in a matrix, services down and funds across, as printed: the sheets of Cremona and its summary, and
    the budgets received that print their totals. Only the columns are read as a declared correction says. -#}
with celle as (
    select c.*, k.valore_stampato as chiave, raw.leggi_decimale(c.valore_stampato, c.locale) as valore,
        coalesce(h.colonna_corretta, c.colonna) as colonna_letta
    from {{ ref('stg_raw__celle') }} as c
    inner join {{ ref('stg_raw__celle') }} as k
        on c.file = k.file and c.riga = k.riga and k.colonna = if(c.tabella = 'riepilogo_aree', 'area_codice', 'codice')
    left join {{ ref('correzione_colonna') }} as h
        on c.fonte_id = h.raccolta and c.tabella = h.tabella and c.colonna = h.colonna_stampata
    where c.fonte_id = 'cremona_piano_operativo_2015'
        and (c.tabella like 'budget_area_%' or c.tabella = 'riepilogo_aree')
),

cremona as (
    select c.fonte_id || '/' || c.tabella as matrice_id, c.fonte_id as consegna, 'amb:cremona' as ente_id, 2015 as anno,
        'previsione' as stato_spesa, 'spesa' as verso,
        if(c.tabella = 'riepilogo_aree', 'riepilogo delle aree', 'scheda dell''area ' || upper(right(c.tabella, 1)))
            || ', Cremona 2015' as matrice_nome,
        case when main.e_totale(c.chiave) and c.colonna_letta in ('totale_assegnate', 'totale') then 'tutto'
            when main.e_totale(c.chiave) then 'colonna'
            when c.colonna_letta in ('totale_assegnate', 'totale') then 'riga' end as totale_di,
        c.chiave as riga_chiave, f.fondo, o.nome as colonna_nome, o.ordine as posizione, c.valore as importo,
        c.fonte_id || '/' || c.tabella as fonte_id, c.file, c.riga, c.colonna, c.riga_documento, c.valore_stampato
    from celle as c
    left join {{ ref('fondo_colonna') }} as f on c.colonna_letta = f.colonna
    left join {{ ref('fondo') }} as o on f.fondo = o.fondo
    where (f.fondo is not null or c.colonna_letta in ('totale_assegnate', 'totale')) and c.chiave <> 'quota'
),

con_totali as (
    select distinct fonte_id, ente_id, anno, stato_spesa, verso, foglio
    from {{ ref('int_spesa__ricevuta') }}
    where main.e_totale(fondo) or main.e_totale(servizio) or main.e_totale(area)
),

inviate as (
    select concat_ws('|', e.fonte_id, e.ente_id, e.anno, e.stato_spesa, e.verso, nullif(e.foglio, '')) as matrice_id, e.fonte_id as consegna,
        e.ente_id, e.anno, e.stato_spesa, e.verso,
        concat_ws(', ', coalesce(t.nome, e.ente_id), e.stato_spesa, e.verso, e.anno, 'gestione ' || nullif(e.foglio, ''))
            as matrice_nome,
        e.foglio,
        case when main.e_totale(e.area) and main.e_totale(e.fondo) then 'tutto'
            when main.e_totale(e.area) then 'colonna'
            when main.e_totale(e.servizio) and main.e_totale(e.fondo) then 'area'
            when main.e_totale(e.servizio) then 'area_fondo'
            when main.e_totale(e.fondo) then 'riga' end as totale_di,
        e.area, concat_ws(' | ', e.area, e.servizio) as riga_chiave, e.fondo,
        n.codice as fondo_codice,
        coalesce(o.nome, e.fondo) as colonna_nome, coalesce(o.ordine, 99) as posizione, e.importo_eur as importo,
        e.fonte_id, e.file, e.riga, e.colonna, e.valore_stampato
    from {{ ref('int_spesa__ricevuta') }} as e
    inner join con_totali as m using (fonte_id, ente_id, anno, stato_spesa, verso, foglio)
    left join {{ ref('int_spesa__nomi') }} as n on n.colonna = 'fondo' and e.fondo = n.stampato
    left join {{ ref('fondo') }} as o on n.codice = o.fondo
    left join {{ ref('int_spesa__enti') }} as t on e.ente_id = t.ente_id
)

select * replace (posizione::integer as posizione), null::text as area, '' as foglio from cremona
union all by name
select * replace (posizione::integer as posizione) from inviate
