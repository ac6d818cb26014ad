select
    riga_documento,
    trim(area_codice) as area_codice,
    riga_stati,
    raw.leggi_intero(attuati) as attuati,
    raw.leggi_intero(di_cui_nuovi) as di_cui_nuovi,
    raw.leggi_intero(parziali) as parziali,
    raw.leggi_intero(non_attuati) as non_attuati,
    raw.leggi_intero(elencati_riepilogo) as elencati_riepilogo,
    raw.leggi_intero(elencati_area) as elencati_area,
    _fonte_id || '/aree_quadratura' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'dalmine__aree_quadratura') }}
