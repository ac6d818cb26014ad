{#- Figures stay text here: how a delivery writes its numbers is said by its sidecar (raw._colonne). -#}
select
    posizione,
    trim(foglio) as foglio,
    trim(titolo) as titolo,
    trim(regione) as regione,
    trim(provincia) as provincia,
    trim(anno) as anno,
    trim(mese) as mese,
    trim(periodo) as periodo,
    trim(categoria) as categoria,
    trim(nuclei) as nuclei,
    trim(persone) as persone,
    trim(importo_medio_eur) as importo_medio_eur,
    _fonte_id as raccolta,
    _tabella as tabella,
    _fonte_id || '/' || _tabella as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'inps_adi') }}
