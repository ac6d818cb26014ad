-- A threshold is of a proportion, a minimum of a count; above 100 % only where more than the whole is no error.
select o.piano, o.indicatore_id, o.anno, o.regola, o.soglia_pct, i.unita
from {{ ref('leps_obiettivo') }} as o
inner join {{ ref('leps_indicatore') }} as i on o.indicatore_id = i.indicatore_id
where (o.soglia_pct > 100 and not i.puo_superare_100)
    or (o.regola = 'soglia' and i.unita <> 'percentuale')
    or (o.regola = 'minimo_poi_aumento' and i.unita <> 'numero')
    or (o.regola = 'traguardo') <> (i.unita = 'traguardo') and o.regola <> 'nessun_obiettivo'
