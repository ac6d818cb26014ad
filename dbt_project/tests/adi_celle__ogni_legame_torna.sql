-- The equations that protection relies on hold among the counts. Nothing of a count is told, only its equation.
select l.legame_id
from {{ ref('int_adi__legami') }} as l
left join {{ ref('int_adi__celle') }} as c on l.cella_id = c.cella_id
group by l.legame_id
having coalesce(sum(l.coefficiente * c.valore), 1) <> 0
