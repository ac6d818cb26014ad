select *
from {{ source('raw', '_totali') }}
