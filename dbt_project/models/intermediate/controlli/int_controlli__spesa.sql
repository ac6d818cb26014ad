{#- All the checks of spending in one shape; those of a body that is no territory are told at its ambito. -#}
with uniti as (
    select * from {{ ref('int_controlli__spesa_matrici') }}
    union all by name
    select * from {{ ref('int_controlli__spesa_capitoli') }}
    union all by name
    select *, 'fallito' as esito from {{ ref('int_controlli__spesa_righe') }}
    union all by name
    select * from {{ ref('int_controlli__spesa_regole') }}
)

select u.* replace (if(e.tipo in ('comune', 'ambito'), e.ente_id, e.ambito_id) as territorio_id)
from uniti as u
left join {{ ref('int_spesa__enti') }} as e on u.territorio_id = e.ente_id
