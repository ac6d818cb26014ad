select
    upper(trim(codice_istat)) as codice,
    trim(comune) as comune,
    trim(anno) as anno,
    trim(mese) as mese,
    trim(misura) as misura,
    trim(nuclei) as nuclei,
    trim(persone) as persone,
    trim(importo_medio_eur) as importo_medio_eur,
    _fonte_id as raccolta,
    _tabella as tabella,
    _fonte_id || '/' || _tabella as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'inps_rdc_comuni') }}
