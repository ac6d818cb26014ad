{#- The declared ambiti, by their list of comuni or by a line of their own. -#}
select territorio_id as ambito_id, nome from {{ ref('territorio_dichiarato') }} where livello = 'ambito'
union all
select distinct 'amb:' || ambito_id, ambito
from {{ ref('ambito_comune') }}
where 'amb:' || ambito_id not in (select territorio_id from {{ ref('territorio_dichiarato') }})
