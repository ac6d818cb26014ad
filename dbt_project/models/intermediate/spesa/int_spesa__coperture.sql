{#- The regional final account as rows of budget: an amount for each coverage, and the cost as the total of its row. A cost that
    nothing covers is under the fund that is not declared. -#}
with righe as (
    select *, main.e_totale(area) as e_totale,
        coalesce(servizio, if(main.e_totale(area), 'totale', 'Tutta l''area')) as voce
    from {{ ref('stg_spesa__consuntivo') }}
),

pagate as (
    unpivot (
        select ente_id, anno, gestione, area, voce, e_totale, posizioni, fonte_id, file, riga, columns('^copertura_')
        from righe
    )
    on columns('^copertura_') into name colonna value valore_stampato
),

celle as (
    select * replace (nullif(trim(valore_stampato), '') as valore_stampato),
        try_cast(raw.leggi_decimale(valore_stampato, 'it') as decimal(14, 2)) as importo_eur
    from pagate
    union all by name
    select ente_id, anno, gestione, area, voce, e_totale, posizioni, fonte_id, file, riga, 'costo' as colonna,
        costo as valore_stampato, costo_eur as importo_eur
    from righe
    where costo is not null
),

scoperte as (
    select ente_id, anno, gestione, area, voce, e_totale, posizioni, fonte_id, file, riga, 'non_dichiarata' as colonna,
        costo as valore_stampato, costo_eur as importo_eur
    from righe as r
    anti join pagate as p on r.fonte_id = p.fonte_id and r.riga = p.riga
    where not e_totale
),

unite as (
    from celle union all by name from scoperte
)

select u.ente_id, u.anno, u.area, u.voce as servizio,
    if(u.colonna = 'costo', 'totale', coalesce(k.fondo, 'non_dichiarato')) as fondo, 'consuntivo' as stato_spesa,
    'spesa' as verso, u.importo_eur, false as quota_parte, u.gestione, u.valore_stampato, u.posizioni, u.fonte_id, u.file,
    u.riga, if(u.colonna = 'non_dichiarata', 'costo', u.colonna) as colonna, u.gestione as foglio
from unite as u
left join {{ ref('copertura_fondo') }} as k on u.colonna = k.colonna
