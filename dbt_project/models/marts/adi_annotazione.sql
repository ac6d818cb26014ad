select annotazione_id, misura, dal::date as dal, al::date as al, tipo, titolo, testo, fonte, indirizzo
from {{ ref('adi_annotazione_dichiarata') }}
