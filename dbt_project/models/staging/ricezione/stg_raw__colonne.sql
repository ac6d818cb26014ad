select *
from {{ source('raw', '_colonne') }}
