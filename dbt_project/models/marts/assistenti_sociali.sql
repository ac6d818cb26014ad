{#- Social workers that the law asks of each ambito, and the most that it pays for them. Residents: ISTAT, current
    source. -#}
with residenti as (
    select p.territorio_id as ambito_id, p.anno, p.base_popolazione, p.fonte_id, sum(p.residenti)::bigint as popolazione
    from {{ ref('popolazione_territorio') }} as p
    inner join {{ ref('dim_territorio') }} as t on p.territorio_id = t.territorio_id and t.livello = 'ambito'
    where p.cittadinanza = 'totale' and p.corrente and p.base_popolazione = 'residenti_istat'
    group by all
),

-- Each threshold is one worker for so many residents: below the first nothing is paid, at the last the most.
soglie as (
    select max(residenti_da) as per_il_contributo, max(residenti_a) as per_il_leps, min(residenti_a) as per_l_obiettivo
    from {{ ref('assistenti_sociali_regole') }}
)

select r.ambito_id, r.anno, r.popolazione,
    r.popolazione / s.per_il_contributo::double as fte_contributo,
    r.popolazione / s.per_il_leps::double as fte_leps,
    r.popolazione / s.per_l_obiettivo::double as fte_obiettivo,
    main.assistenti_sociali_tetto(r.popolazione)::decimal(14, 2) as contributo_massimo_eur,
    r.base_popolazione, r.fonte_id
from residenti as r
cross join soglie as s
