-- A correction that no longer matches a printed cell (new delivery, other amount) must be decided again.
select k.*
from {{ ref('correzione_fondo') }} as k
anti join {{ ref('int_spesa__cremona') }} as s
    on s.corretta and s.fonte_id = k.raccolta || '/' || k.tabella and starts_with(s.servizio, k.codice || ' ')
    and s.colonna = k.colonna_stampata and s.importo_eur = k.importo_atteso
