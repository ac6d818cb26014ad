select
    riga_documento,
    raw.leggi_intero(progressivo) as progressivo,
    trim(area_codice) as area_codice,
    trim(posizione) as posizione,
    trim(categoria) as categoria,
    trim(testo) as testo,
    raw.leggi_intero(unita) as unita,
    raw.leggi_decimale(ore_settimanali) as ore_settimanali,
    trim(nota_etichetta) as nota_etichetta,
    _fonte_id || '/personale_ore' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'ovest_solidale__personale_ore') }}
