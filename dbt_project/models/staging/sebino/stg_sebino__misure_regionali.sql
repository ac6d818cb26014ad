select
    riga_documento,
    riga_area,
    trim(area) as area,
    trim(misura) as misura,
    trim(norma) as norma,
    trim(atto) as atto,
    trim(fondi) as fondi,
    trim(misura_seguito) as misura_seguito,
    trim(norma_seguito) as norma_seguito,
    trim(atto_seguito) as atto_seguito,
    trim(misura_breve) as misura_breve,
    _fonte_id || '/misure_regionali' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'sebino__misure_regionali') }}
