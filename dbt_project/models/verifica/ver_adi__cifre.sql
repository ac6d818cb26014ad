{{ config(database='riservato') }}
{#- What the marts print of hidden counts of cases: of each figure the sum of coefficiente x valore lies within minimo and
    massimo. Counts themselves, rates per 1,000, intervals, changes from a year before, means times counts. Where
    protection was kept to there is no such figure, and this is empty.

    Figures of published counts only say nothing new, and are left out. So are the means of a sum whose hidden parts have
    none: the amount of these is between the smallest and the largest paid, times their number, whatever the number. -#}
with celle as (
    select c.*, p.stato_cella <> 'pubblicabile' and not c.nota and not c.ausiliaria as e_nascosta
    from {{ ref('int_adi__celle') }} as c
    inner join {{ ref('int_adi__protezione') }} as p on c.cella_id = p.cella_id
),

-- A row of adi_nuclei is of two cells.
righe as (
    select c.cella_id, c.quantita,
        if(c.quantita = 'nuclei', a.nuclei, a.persone) as valore,
        if(c.quantita = 'nuclei', a.nuclei_precedenti, a.persone_precedenti) as precedente,
        if(c.quantita = 'nuclei', a.variazione_nuclei_pct, a.variazione_persone_pct) as variazione_pct
    from {{ ref('adi_nuclei') }} as a
    inner join celle as c
        on a.fonte_id = c.fonte_id and a.territorio_id = c.territorio_id and a.mese = c.mese and a.misura = c.misura
        and a.conteggio = c.conteggio and a.dimensione = c.dimensione and a.modalita = c.modalita
    where a.origine = 'casi' and c.e_nascosta and c.quantita in ('nuclei', 'persone')
),

tassi as (
    select c.cella_id, c.valore as conteggio_vero, t.valore, t.residenti, t.tasso_per_1000,
        coalesce(t.ic95_inf, t.ic95_sup) is not null as ha_intervallo
    from {{ ref('adi_tasso') }} as t
    inner join celle as c
        on t.fonte_id = c.fonte_id and t.territorio_id = c.territorio_id and t.mese = c.mese and t.misura = c.misura
        and t.conteggio = c.conteggio and t.quantita = c.quantita and c.dimensione = 'totale'
    where c.e_nascosta
),

altri as (
    select c.cella_id, coalesce(o.casi, l.righe) as valore
    from celle as c
    left join {{ ref('adi_orologio') }} as o
        on c.conteggio = 'alla_estrazione' and c.fonte_id = o.fonte_id and c.territorio_id = o.territorio_id
        and c.mese = o.estratto_il and c.misura = o.misura
        and if(c.dimensione in ('totale', 'fase'), c.modalita = o.fase and o.classe = 'totale',
            c.dimensione = o.fase and c.modalita = o.classe)
    left join {{ ref('adi_lettura') }} as l
        on c.conteggio = 'righe_lette' and c.fonte_id = l.fonte_id and c.ambito_id = l.ambito_id
        and c.misura = l.misura and c.dimensione = l.gruppo and c.modalita = l.esito
    where c.e_nascosta
),

-- Mean amounts as printed, of every cell that counts nuclei; an amount nobody wrote down is taken for zero at least.
medie as (
    select c.cella_id, c.e_nascosta, k.nuclei, k.con_importo, a.importo_medio_eur::double as media,
        if(k.con_importo = k.nuclei, u.minimo, 0) as minimo, u.massimo
    from celle as c
    inner join {{ ref('int_adi__conteggi') }} as k
        on c.fonte_id = k.fonte_id and c.territorio_id = k.territorio_id and c.mese = k.mese and c.misura = k.misura
        and c.dimensione = k.dimensione and c.modalita = k.modalita
    inner join (
        select fonte_corrente as fonte_id, min(importo_mensile_eur)::double as minimo, max(importo_mensile_eur)::double as massimo
        from {{ ref('int_adi__periodi') }}
        group by fonte_corrente
    ) as u on c.fonte_id = u.fonte_id
    left join {{ ref('adi_nuclei') }} as a
        on a.origine = 'casi' and c.fonte_id = a.fonte_id and c.territorio_id = a.territorio_id and c.mese = a.mese
        and c.misura = a.misura and c.conteggio = a.conteggio and c.dimensione = a.dimensione and c.modalita = a.modalita
    where c.conteggio = 'in_pagamento_nel_mese' and c.quantita = 'nuclei'
),

-- Means times counts obey the sums that counts do, but for their rounding.
somme as (
    select l.legame_id, l.cella_id, m.e_nascosta, m.media,
        l.coefficiente * coalesce(m.media * m.con_importo / m.nuclei, if(l.coefficiente > 0, m.minimo, m.massimo), 0) as per_difetto,
        l.coefficiente * coalesce(m.media * m.con_importo / m.nuclei, if(l.coefficiente > 0, m.massimo, m.minimo), 0) as per_eccesso,
        sum(if(m.media is null, 0, 0.00501 * abs(l.coefficiente) * m.con_importo)) over (partition by l.legame_id) as arrotondamento
    from {{ ref('int_adi__legami') }} as l
    inner join medie as m on l.cella_id = m.cella_id
    where split_part(l.legame_id, '|', 1) in ('comuni', 'somma')
    qualify bool_or(m.e_nascosta and m.media is not null) over (partition by l.legame_id)
)

select 'valore|' || cella_id as derivata_id, cella_id, 1.0::double as coefficiente, valore::double as minimo, valore::double as massimo
from righe
where valore is not null
union all
select 'variazione|' || cella_id, cella_id, 1.0, precedente * (1 + variazione_pct / 100) - 1e-6,
    precedente * (1 + variazione_pct / 100) + 1e-6
from righe
where variazione_pct is not null
union all
select 'numeratore|' || cella_id, cella_id, 1.0, valore, valore from tassi where valore is not null
union all
select 'tasso|' || cella_id, cella_id, 1000.0 / residenti, tasso_per_1000 * (1 - 1e-9), tasso_per_1000 * (1 + 1e-9)
from tassi
where tasso_per_1000 is not null and residenti > 0
union all
-- An interval is that of one count only.
select 'intervallo|' || cella_id, cella_id, 1.0, conteggio_vero, conteggio_vero from tassi where ha_intervallo
union all
select 'valore|' || cella_id, cella_id, 1.0, valore, valore from altri where valore is not null
union all
select 'importi_almeno|' || legame_id, cella_id, per_difetto, null, arrotondamento from somme
union all
select 'importi_al_piu|' || legame_id, cella_id, per_eccesso, -arrotondamento, null from somme
