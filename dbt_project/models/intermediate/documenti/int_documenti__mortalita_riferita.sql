{#- What a mortality ratio is made of: standardised rate and deaths of the district and of the whole ATS.
    The ratio is taken from the printed rates, not from the printed ratio: with two decimals its limits would be off. -#}
with quantita as (
    select case tabella when 'mortalita_maschi' then 'irr_mortalita_m' else 'irr_mortalita_f' end as indicatore_id,
        territorio_id,
        any_value(valore) filter (codice = 'decessi') as decessi,
        any_value(valore) filter (codice = 'tasso_std') as tasso
    from {{ ref('int_documenti__quantita') }}
    where tabella in ('mortalita_maschi', 'mortalita_femmine')
    group by all
)

select d.indicatore_id, d.territorio_id, d.decessi, d.tasso, r.decessi as decessi_riferimento, r.tasso as tasso_riferimento
from quantita as d
inner join quantita as r on d.indicatore_id = r.indicatore_id and r.territorio_id = 'ats:brescia'
where d.territorio_id <> 'ats:brescia'
