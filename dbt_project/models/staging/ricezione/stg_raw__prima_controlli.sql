select *
from {{ source('raw', '_prima_controlli') }}
