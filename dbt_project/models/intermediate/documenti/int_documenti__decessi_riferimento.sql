{#- Deaths behind each mortality ratio: of the district and of the whole ATS, for the interval by the log method. -#}
with decessi as (
    select case tabella when 'mortalita_maschi' then 'irr_mortalita_m' else 'irr_mortalita_f' end as indicatore_id,
        territorio_id, valore as decessi
    from {{ ref('int_documenti__quantita') }}
    where tabella in ('mortalita_maschi', 'mortalita_femmine') and codice = 'decessi'
)

select d.indicatore_id, d.territorio_id, d.decessi, r.decessi as decessi_riferimento
from decessi as d
inner join decessi as r on d.indicatore_id = r.indicatore_id and r.territorio_id = 'ats:brescia'
where d.territorio_id <> 'ats:brescia'
