{{ config(database='riservato') }}
{#- What holds among the cells: in each legame the values times their coefficients make zero. Splits overlap, so each of
    them has its own legame to the same total. -#}
with celle as (
    select *, concat_ws('|', fonte_id, conteggio, misura, mese) as insieme from {{ ref('int_adi__celle') }}
),

comuni as (
    select 'comuni|' || concat_ws('|', insieme, ambito_id, dimensione, modalita, quantita) as legame_id, cella_id,
        if(territorio_id = ambito_id, -1, 1) as coefficiente
    from celle
    where conteggio <> 'righe_lette' and not ausiliaria
    -- Splits of the ambito alone have no comuni to add up.
    qualify bool_or(territorio_id <> ambito_id) over (partition by insieme, ambito_id, dimensione, modalita, quantita)
        or dimensione = 'totale'
),

addendi as (
    select 'somma|' || concat_ws('|', f.insieme, f.territorio_id, f.dimensione, f.padre_dimensione, f.padre_modalita) as legame_id,
        f.cella_id, p.cella_id as padre_cella_id
    from celle as f
    inner join celle as p
        on f.insieme = p.insieme and f.territorio_id = p.territorio_id and f.padre_dimensione = p.dimensione
        and f.padre_modalita = p.modalita and f.quantita = p.quantita
),

-- A household of k persons is k persons; of the largest only how many at least.
persone as (
    select 'per_dimensione|' || p.insieme || '|' || p.territorio_id as legame_id, p.cella_id, n.cella_id as nuclei_cella_id,
        if(n.quantita = 'nuclei', m.da, 1) as coefficiente
    from celle as p
    inner join celle as n on p.insieme = n.insieme and p.territorio_id = n.territorio_id and n.dimensione = 'componenti'
    inner join {{ ref('adi_modalita') }} as m on m.dimensione = 'componenti' and n.modalita = m.modalita
    where p.quantita = 'persone' and p.dimensione = 'totale'
        and ((n.quantita = 'nuclei' and m.a is not null) or (n.quantita = 'persone' and m.a is null))
),

almeno as (
    select 'almeno|' || concat_ws('|', p.insieme, p.territorio_id, p.dimensione, p.modalita) as legame_id, p.cella_id,
        if(p.quantita = 'nuclei', coalesce(m.da, 1), if(p.quantita = 'persone', -1, 1)) as coefficiente
    from celle as p
    left join {{ ref('adi_modalita') }} as m
        on p.dimensione = 'componenti' and p.dimensione = m.dimensione and p.modalita = m.modalita
    semi join celle as d
        on p.insieme = d.insieme and p.territorio_id = d.territorio_id and p.dimensione = d.dimensione
        and p.modalita = d.modalita and d.ausiliaria
)

select legame_id, cella_id, coefficiente from comuni
union all
select legame_id, cella_id, 1 from addendi
union all
select distinct legame_id, padre_cella_id, -1 from addendi
union all
select legame_id, nuclei_cella_id, coefficiente from persone
union all
select distinct legame_id, cella_id, -1 from persone
union all
select legame_id, cella_id, coefficiente from almeno
