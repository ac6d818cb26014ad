{{ config(database='riservato') }}
{#- Every count that somebody could publish or derive, before protection: nuclei and persons in payment, cases by clock,
    rows by outcome. padre_dimensione and padre_modalita name the cell that the categories of a split add up to, in the
    same territory and month. -#}
with mensili as (
    select c.fonte_id, c.ambito_id, c.territorio_id, c.mese, c.misura, 'in_pagamento_nel_mese' as conteggio, c.dimensione,
        c.modalita, c.nuclei, c.persone, m.da, m.dimensione is not null and m.a is null as e_classe_aperta
    from {{ ref('int_adi__conteggi') }} as c
    left join {{ ref('adi_modalita') }} as m
        on c.dimensione = 'componenti' and c.dimensione = m.dimensione and c.modalita = m.modalita
),

orologio_comuni as (
    select fonte_id, ambito_id, territorio_id, estratto_il, misura, fase, classe, count(*) as casi
    from {{ ref('int_adi__orologio') }}
    group by all
),

orologio as (
    select * from orologio_comuni
    union all
    select fonte_id, ambito_id, ambito_id, estratto_il, misura, fase, classe, sum(casi) from orologio_comuni group by all
),

-- Every class has its number wherever there are cases, zero or not.
orologio_atteso as (
    select t.fonte_id, t.ambito_id, t.territorio_id, t.estratto_il, t.misura, f.fase, m.modalita as classe,
        coalesce(o.casi, 0) as casi
    from (select distinct fonte_id, ambito_id, territorio_id, estratto_il, misura from orologio) as t
    cross join (values ('primo_incontro'), ('successivi')) as f (fase)
    inner join {{ ref('adi_modalita') }} as m
        on m.dimensione = 'orologio' and (f.fase = 'successivi' or m.modalita <> 'esonerato')
    left join orologio as o
        on t.fonte_id = o.fonte_id and t.territorio_id = o.territorio_id and t.estratto_il = o.estratto_il
        and t.misura = o.misura and f.fase = o.fase and m.modalita = o.classe
),

unite as (
    select fonte_id, ambito_id, territorio_id, mese, misura, conteggio, dimensione, modalita, 'nuclei' as quantita,
        if(dimensione = 'totale', null, 'totale') as padre_dimensione, 'totale' as padre_modalita, nuclei as valore
    from mensili
    union all
    -- Persons by category are published for the total and the largest households only: with those of every split, and
    -- each household's size known, many more cells would have to be hidden.
    select fonte_id, ambito_id, territorio_id, mese, misura, conteggio, dimensione, modalita, 'persone', null, null, persone
    from mensili
    where persone is not null and (dimensione = 'totale' or e_classe_aperta)
    union all
    -- Persons beyond the fewest that so many households have: never published, it says that there are no fewer.
    select fonte_id, ambito_id, territorio_id, mese, misura, conteggio, dimensione, modalita, 'persone_in_piu', null, null,
        persone - nuclei * coalesce(da, 1)
    from mensili
    where persone is not null and (dimensione = 'totale' or e_classe_aperta)
    union all
    select fonte_id, ambito_id, territorio_id, estratto_il, misura, 'alla_estrazione', fase, classe, 'nuclei', 'fase', fase, casi
    from orologio_atteso
    union all
    select fonte_id, ambito_id, territorio_id, estratto_il, misura, 'alla_estrazione', 'fase', fase, 'nuclei', 'totale', 'totale',
        sum(casi)
    from orologio_atteso
    group by all
    union all
    select fonte_id, ambito_id, territorio_id, estratto_il, misura, 'alla_estrazione', 'totale', 'totale', 'nuclei', null, null,
        sum(casi)
    from orologio_atteso
    group by all
    union all
    select fonte_id, ambito_id, ambito_id, estratto_il, misura, 'righe_lette', dimensione, modalita, 'righe',
        if(dimensione = 'righe', 'totale', 'righe'), if(dimensione = 'righe', 'totale', 'contata'), righe
    from {{ ref('int_adi__letture') }}
    union all
    select fonte_id, ambito_id, ambito_id, estratto_il, misura, 'righe_lette', 'totale', 'totale', 'righe', null, null, sum(righe)
    from {{ ref('int_adi__letture') }}
    where dimensione = 'righe'
    group by all
)

select
    concat_ws('|', u.fonte_id, u.conteggio, u.misura, u.mese, u.territorio_id, u.dimensione, u.modalita, u.quantita) as cella_id,
    u.fonte_id, u.ambito_id, u.territorio_id, u.mese, u.misura, u.conteggio, u.dimensione, u.modalita, u.quantita,
    u.padre_dimensione, if(u.padre_dimensione is null, null, u.padre_modalita) as padre_modalita,
    u.valore::bigint as valore,
    coalesce(s.soglia, g.soglia)::integer as soglia,
    -- Known anyway: what an earlier version published; how many rows a file has, and which of them cannot be used.
    b.valore is not null or (u.conteggio = 'righe_lette' and (u.dimensione = 'totale' or coalesce(e.detta_per_riga, false))) as nota,
    u.quantita = 'persone_in_piu' as ausiliaria,
    -- Chosen last to protect others: the ambito before its comuni, and totals before categories.
    2 * (u.territorio_id = u.ambito_id)::integer + (u.dimensione in ('totale', 'fase'))::integer as priorita
from unite as u
left join {{ ref('soglia_soppressione') }} as s on split_part(u.fonte_id, '/', 1) = s.raccolta
left join {{ ref('soglia_soppressione') }} as g on g.raccolta = '*'
left join {{ ref('adi_esito_riga') }} as e on u.dimensione = 'righe' and u.modalita = e.esito
left join {{ ref('stg_riservato__pubblicati') }} as b
    on u.territorio_id = b.territorio_id and u.mese = b.mese and u.misura = b.misura and u.conteggio = b.conteggio
    and u.dimensione = b.dimensione and u.modalita = b.modalita and u.quantita = b.quantita and u.valore = b.valore
