select
    o.indicatore_id,
    o.anno::integer as anno,
    i.leps_numero::integer as leps_numero,
    i.leps_nome,
    o.regola,
    o.soglia_pct::integer as soglia_pct,
    o.minimo::integer as minimo,
    o.stato_richiesto,
    o.testo,
    o.piano,
    f.fonte_id,
    o.riga_documento::text as riga_documento
from {{ ref('leps_obiettivo_dichiarato') }} as o
inner join {{ ref('leps_indicatore_definizione') }} as i on o.indicatore_id = i.indicatore_id
inner join {{ ref('dim_fonte') }} as f on f.fonte_id = 'sebino_piano_zona_2025_2027/leps_indicatori'
