{#- Which LEPS a budget line serves: declared links, with weight and reason. The documents declare none themselves. -#}
select s.ente_id, s.fonte_id, s.riga, s.colonna, l.leps_numero::integer as leps_numero, l.peso::double as peso, l.motivo,
    (s.importo_eur * l.peso::decimal(5, 4))::decimal(14, 2) as importo_eur
from {{ ref('spesa') }} as s
inner join {{ ref('spesa_leps_dichiarato') }} as l on s.fonte_id = l.fonte_id and s.riga = l.riga
