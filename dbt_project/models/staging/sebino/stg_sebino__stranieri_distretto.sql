select
    riga_documento,
    trim(territorio_codice) as territorio_codice,
    trim(territorio) as territorio,
    raw.leggi_intero(residenti) as residenti,
    raw.leggi_intero(donne) as donne,
    raw.leggi_decimale(donne_pct) as donne_pct,
    raw.leggi_decimale(eta_media) as eta_media,
    raw.leggi_intero(minori_15) as minori_15,
    raw.leggi_decimale(minori_15_su_minori_pct) as minori_15_su_minori_pct,
    raw.leggi_decimale(minori_15_su_stranieri_pct) as minori_15_su_stranieri_pct,
    raw.leggi_intero(nati) as nati,
    raw.leggi_decimale(tasso_natalita) as tasso_natalita,
    raw.leggi_decimale(nati_pct) as nati_pct,
    _fonte_id || '/stranieri_distretto' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'sebino__stranieri_distretto') }}
