{#- Residents by age and sex of the territories made of comuni: a sum, kept ready because pages draw it at every step. -#}
select
    l.padre_id as territorio_id, p.anno, p.sesso, p.eta_min, p.eta_max, 'totale' as cittadinanza,
    'residenti_istat' as base_popolazione, p.fonte_id, sum(p.residenti)::bigint as residenti
from {{ ref('int_popolazione__per_eta') }} as p
inner join {{ ref('int_territori__legami') }} as l on p.territorio_id = l.territorio_id
group by all
