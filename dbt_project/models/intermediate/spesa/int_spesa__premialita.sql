{#- Rewards of the joint planning in the lines of Dalmine: one amount for each of the least goals, one more for all the others,
    paid in advance and as balance. Each row is an amount that may be assigned once. -#}
with voci as (
    select p.voce, p.fonte_id, p.file, p.riga, p.riga_documento, c.valore_stampato,
        raw.leggi_decimale(c.valore_stampato, c.locale) as numero
    from {{ ref('stg_dalmine__premialita') }} as p
    inner join {{ ref('stg_raw__celle') }} as c on p.file = c.file and p.riga = c.riga and c.colonna = 'valore'
),

uno as (
    select any_value(numero) filter (voce = 'acconto') as acconto_pct, any_value(numero) filter (voce = 'saldo') as saldo_pct,
        -- The number of goals is printed in words.
        any_value(list_position(['uno', 'due', 'tre', 'quattro', 'cinque'], lower(valore_stampato)))
            filter (voce = 'obiettivi_premiati') as obiettivi,
        any_value(valore_stampato) filter (voce = 'fondo') as fondo_stampato
    from voci
),

importi as (
    select v.*, unnest(range(1, u.obiettivi + 1)) as numero_obiettivo
    from voci as v
    cross join uno as u
    where v.voce = 'importo_per_obiettivo'
    union all
    select v.*, null from voci as v where v.voce = 'quota_unica_altri_obiettivi'
)

select
    if(i.numero_obiettivo is null, 'Altri obiettivi oltre i primi ' || u.obiettivi || ': quota unica',
        'Obiettivo ' || i.numero_obiettivo || ' di ' || u.obiettivi) as servizio,
    i.numero as importo_eur, u.acconto_pct, u.saldo_pct, i.numero * u.acconto_pct / 100 as acconto_eur,
    i.numero * u.saldo_pct / 100 as saldo_eur, a.fondo, u.fondo_stampato,
    i.fonte_id, i.file, i.riga, 'valore' as colonna, i.riga_documento, i.valore_stampato
from importi as i
cross join uno as u
left join {{ ref('int_fondi__nomi') }} as a
    on a.raccolta = 'dalmine_verso_piano_zona_2021_2023' and main.nome_confrontabile(u.fondo_stampato) = a.chiave
