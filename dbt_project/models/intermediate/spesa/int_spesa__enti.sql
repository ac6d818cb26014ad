{#- Who spends: comuni, ambiti, and the bodies that manage for an ambito; each with its ambito and its region. -#}
with ambiti as (
    select 'amb:' || a.ambito_id as ambito_id, any_value(a.ambito) as nome,
        -- Of an ambito that lies in two regions neither is its own.
        if(count(distinct c.regione_id) = 1, any_value(c.regione_id), null) as regione_id
    from {{ ref('ambito_comune') }} as a
    left join {{ ref('int_comuni__uniti') }} as c on a.codice_istat = c.codice_istat
    group by a.ambito_id
    union all
    select territorio_id, nome, null from {{ ref('territorio_dichiarato') }} where livello = 'ambito'
)

select ambito_id as ente_id, nome, 'ambito' as tipo, ambito_id, regione_id from ambiti
union all
select c.territorio_id, c.nome, 'comune', min('amb:' || a.ambito_id), c.regione_id
from {{ ref('int_comuni__uniti') }} as c
left join {{ ref('ambito_comune') }} as a on c.codice_istat = a.codice_istat
group by c.territorio_id, c.nome, c.regione_id
union all
select g.ente_id, g.nome, g.tipo, g.ambito_id, a.regione_id
from {{ ref('ente_gestore') }} as g
left join ambiti as a on g.ambito_id = a.ambito_id
