-- A line may serve several LEPS, but never for more than it spends; and a declared link must find its line.
select l.fonte_id, l.riga, sum(l.peso) as peso
from {{ ref('spesa_leps_dichiarato') }} as l
left join (select distinct fonte_id, riga from {{ ref('spesa') }}) as s on l.fonte_id = s.fonte_id and l.riga = s.riga
group by l.fonte_id, l.riga
having sum(l.peso) > 1 or bool_or(s.riga is null)
