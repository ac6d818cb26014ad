select
    riga_documento,
    trim(comune) as comune,
    raw.leggi_intero(maschi) as maschi,
    raw.leggi_intero(femmine) as femmine,
    raw.leggi_intero(totale) as totale,
    raw.leggi_intero(fascia_1_maschi) as fascia_1_maschi,
    raw.leggi_intero(fascia_1_femmine) as fascia_1_femmine,
    raw.leggi_intero(fascia_1_totale) as fascia_1_totale,
    raw.leggi_intero(fascia_2_maschi) as fascia_2_maschi,
    raw.leggi_intero(fascia_2_femmine) as fascia_2_femmine,
    raw.leggi_intero(fascia_2_totale) as fascia_2_totale,
    raw.leggi_intero(fascia_3_maschi) as fascia_3_maschi,
    raw.leggi_intero(fascia_3_femmine) as fascia_3_femmine,
    raw.leggi_intero(fascia_3_totale) as fascia_3_totale,
    _fonte_id || '/fasce_eta' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'sebino__fasce_eta') }}
