select comune, raw.leggi_intero(residenti, 'it') as residenti
from {{ source('raw', 'prova__residenti') }}
