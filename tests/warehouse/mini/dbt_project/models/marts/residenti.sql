select comune, residenti, date '{{ var("giorno_giudizio") }}' as giudicato_il, 1.50::decimal(14, 2) as importo_eur
from {{ ref('stg_prova__residenti') }}
