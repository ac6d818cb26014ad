{#- Failed checks with their likely cause. The key is that of qualita.controllo. -#}
select s.controllo_id, s.fonte_id, s.file, s.riga, s.colonna, s.causa, s.frase, s.celle, s.spiegati::integer as spiegati
from {{ ref('int_controlli__spiegazioni') }} as s
-- A check that is judged otherwise (an unreadable addend, a row left out on purpose) is not explained.
semi join {{ ref('controllo') }} as c
    on s.controllo_id = c.controllo_id and s.file = c.file and s.riga = c.riga and s.colonna = c.colonna
    and c.esito = 'fallito'
