-- A declaration that no longer finds its line (a new delivery, other lines) must be decided again.
select n.fonte_id, n.riga, n.riga_documento
from {{ ref('spesa_non_sommabile') }} as n
left join {{ ref('int_spesa__unita') }} as s
    on n.fonte_id = s.fonte_id and n.riga = s.riga and n.riga_documento::text = s.riga_documento
where s.riga is null
union all
select z.fonte_id, z.riga, z.riga_documento
from {{ ref('servizio_area') }} as z
left join {{ ref('int_spesa__unita') }} as s on z.fonte_id = s.fonte_id and z.riga = s.riga
where s.riga is null
