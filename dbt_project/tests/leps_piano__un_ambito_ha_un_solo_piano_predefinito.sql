-- One plan at most stands for the ambiti that have none, and every plan has targets.
select 'più piani predefiniti' as cosa, string_agg(distinct piano, ', ') as piano
from {{ ref('leps_piano') }}
where per_chi_non_ha_piano::boolean
having count(distinct piano) > 1
union all
select 'piano senza obiettivi', piano from {{ ref('leps_piano') }} anti join {{ ref('leps_obiettivo') }} using (piano)
union all
select 'obiettivi senza piano',
    piano from {{ ref('leps_obiettivo_dichiarato') }} anti join {{ ref('leps_piano') }} using (piano)
