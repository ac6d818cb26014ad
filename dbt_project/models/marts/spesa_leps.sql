{#- Which LEPS a budget line serves. The documents declare no link between spending and LEPS: the table stands with its
    columns; a link will be a declared row with weight and reason. -#}
select s.ente_id, s.fonte_id, s.riga, l.leps_numero::integer as leps_numero, l.peso::double as peso, l.motivo
from {{ ref('spesa') }} as s
inner join {{ ref('spesa_leps_dichiarato') }} as l
    on s.fonte_id = l.fonte_id and s.riga = l.riga and s.colonna = l.colonna
