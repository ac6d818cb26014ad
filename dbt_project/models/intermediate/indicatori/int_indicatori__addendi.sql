{{ config(materialized='view') }}
{#- The parts of numerators and denominators, each with the name of the measure that gives it. -#}
select
    indicatore_id, ruolo, ordine, segno, voce, cittadinanza, coalesce(sesso, '') as sesso,
    coalesce(eta_min, 0) as eta_min, coalesce(eta_max, 100) as eta_max, coalesce(peso, '') as peso, momento,
    case when voce is not null then 'bilancio' else cittadinanza end as gruppo,
    case when voce is not null then 'voce:' || voce
        else concat_ws(':', cittadinanza, coalesce(sesso, ''), coalesce(eta_min, 0), coalesce(eta_max, 100),
            coalesce(peso, ''), momento) end as misura
from {{ ref('stg_definizioni__componente') }}
