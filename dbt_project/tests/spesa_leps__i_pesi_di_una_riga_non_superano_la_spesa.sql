-- A line may serve several LEPS, but never for more than it spends; and a declared link must find its line.
with trovate as (
    select distinct s.fonte_id, s.riga
    from {{ ref('spesa') }} as s
    semi join {{ ref('spesa_leps_dichiarato') }} as l on s.fonte_id = l.fonte_id and s.riga = l.riga
)

select l.fonte_id, l.riga, sum(l.peso) as peso
from {{ ref('spesa_leps_dichiarato') }} as l
left join trovate as s on l.fonte_id = s.fonte_id and l.riga = s.riga
group by l.fonte_id, l.riga
having sum(l.peso) > 1 or bool_or(s.riga is null)
