select *
from {{ source('raw', '_prima_indicatori') }}
