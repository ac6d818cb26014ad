select
    riga_documento,
    trim(area_codice) as area_codice,
    trim(area_etichetta) as area_etichetta,
    trim(stato) as stato,
    trim(testo) as testo,
    raw.leggi_intero(progetti) as progetti,
    raw.leggi_intero(nuovi) as nuovi,
    raw.leggi_intero(su_totali) as su_totali,
    trim(nota_etichetta) as nota_etichetta,
    _fonte_id || '/aree_stati' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'dalmine__aree_stati') }}
