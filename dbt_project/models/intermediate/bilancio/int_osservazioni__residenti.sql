{#- Totals of residents (and of foreign residents) that other sources publish without ages: observations, ANPR; for comuni
    and for the territories that have all of theirs. -#}
with rilevati as (
    select o.codice, if(o.quantita = 'stranieri', 'stranieri', 'residenti') as indicatore_id, o.anno,
        make_date(o.anno, 1, 1) as data_riferimento, 'residenti_istat' as base_popolazione, o.raccolta as serie,
        o.fonte_id, o.valore, o.valore_stampato, o.file, o.riga, 'valore' as colonna, false as da_bilancio
    from {{ ref('int_osservazioni__mappate') }} as o
    where o.quantita in ('residenti', 'stranieri')
    union all by name
    -- The balance ends where the population of the next 1 January begins, once the census has its say.
    select o.codice, 'residenti' as indicatore_id, (o.anno + 1)::integer as anno,
        make_date(o.anno + 1, 1, 1) as data_riferimento, 'residenti_istat' as base_popolazione,
        o.raccolta as serie, o.fonte_id, o.valore, o.valore_stampato, o.file, o.riga, 'valore' as colonna,
        true as da_bilancio
    from {{ ref('int_osservazioni__mappate') }} as o
    where o.quantita = 'popolazione_censita'
    union all by name
    select a.codice, 'residenti' as indicatore_id, year(a.data_elaborazione)::integer as anno,
        a.data_elaborazione as data_riferimento, 'residenti_anagrafe' as base_popolazione, 'anpr' as serie, a.fonte_id,
        a.residenti as valore, a.valore_stampato, a.file, a.riga, 'residenti' as colonna,
        false as da_bilancio
    from {{ ref('stg_anpr__residenti') }} as a
),

-- One figure for a comune and year of each source: a total before the end of a balance, and of the days of a register the
-- first of the year.
comuni as (
    select c.territorio_id, r.* exclude (codice, da_bilancio)
    from rilevati as r
    inner join {{ ref('int_comuni__codici') }} as c on r.codice = c.codice
    where r.valore >= 0
    qualify row_number() over (
        partition by c.territorio_id, r.indicatore_id, r.anno, r.base_popolazione, r.serie
        order by r.da_bilancio, r.data_riferimento, r.fonte_id, r.riga
    ) = 1
),

attesi as (
    select padre_id, count(*) as comuni
    from {{ ref('int_territori__legami') }}
    where territorio_id like 'com:%'
    group by padre_id
)

select territorio_id, indicatore_id, anno, data_riferimento, base_popolazione, serie, fonte_id, valore, valore_stampato,
    file, riga, colonna, 1 as comuni_presenti, 1 as comuni_attesi
from comuni
union all by name
select l.padre_id as territorio_id, c.indicatore_id, c.anno, any_value(c.data_riferimento) as data_riferimento,
    c.base_popolazione, c.serie, min(c.fonte_id) as fonte_id, sum(c.valore) as valore, count(*)::integer as comuni_presenti,
    any_value(a.comuni)::integer as comuni_attesi
from comuni as c
inner join {{ ref('int_territori__legami') }} as l on c.territorio_id = l.territorio_id
inner join attesi as a on l.padre_id = a.padre_id
group by l.padre_id, c.indicatore_id, c.anno, c.base_popolazione, c.serie
having count(*) = any_value(a.comuni)
