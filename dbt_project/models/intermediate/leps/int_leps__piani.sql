{#- By which plan each ambito is judged: its own, or for one that records without having any the plan that stands for
    it. -#}
select ambito_id, piano, true as e_proprio from {{ ref('leps_piano') }}
union all
select r.ambito_id, p.piano, false as e_proprio
from (select distinct ambito_id from {{ ref('stg_leps__rilevazioni') }}) as r
inner join {{ ref('int_leps__ambiti') }} as t on r.ambito_id = t.ambito_id
cross join (select distinct piano from {{ ref('leps_piano') }} where per_chi_non_ha_piano::boolean) as p
anti join {{ ref('leps_piano') }} as own on r.ambito_id = own.ambito_id
