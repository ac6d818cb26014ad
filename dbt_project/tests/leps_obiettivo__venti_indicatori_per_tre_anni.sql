-- Every indicator of a plan has one target row for each of its years.
select piano, count(*) as righe, count(distinct indicatore_id) as indicatori, count(distinct anno) as anni
from {{ ref('leps_obiettivo') }}
group by piano
having count(*) <> count(distinct indicatore_id) * count(distinct anno)
