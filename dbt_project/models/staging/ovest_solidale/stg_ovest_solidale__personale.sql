select
    riga_documento,
    riga_area,
    trim(area_codice) as area_codice,
    trim(area) as area,
    trim(posizione) as posizione,
    trim(categoria) as categoria,
    raw.leggi_intero(unita) as unita,
    riga_nota,
    raw.leggi_intero(unita_da_nota) as unita_da_nota,
    _fonte_id || '/personale' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'ovest_solidale__personale') }}
