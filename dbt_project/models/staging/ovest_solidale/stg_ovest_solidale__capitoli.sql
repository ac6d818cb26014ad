select
    riga_documento,
    trim(obiettivo_codice) as obiettivo_codice,
    raw.leggi_intero(progressivo) as progressivo,
    trim(verso) as verso,
    trim(capitolo_testo) as capitolo_testo,
    trim(capitolo) as capitolo,
    trim(nome) as nome,
    trim(nome_etichetta) as nome_etichetta,
    raw.leggi_decimale(importo)::decimal(14, 2) as importo,
    trim(importo_testo) as importo_testo,
    trim(quota_parte) as quota_parte,
    trim(nota_etichetta) as nota_etichetta,
    _fonte_id || '/capitoli' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'ovest_solidale__capitoli') }}
