select
    riga_documento,
    riga_area,
    trim(area) as area,
    trim(leps) as leps,
    trim(norma) as norma,
    trim(atto) as atto,
    trim(fondi) as fondi,
    raw.leggi_intero(leps_numero) as leps_numero,
    trim(fondi_codici) as fondi_codici,
    _fonte_id || '/leps_aree' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'sebino__leps_aree') }}
