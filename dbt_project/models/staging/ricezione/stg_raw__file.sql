select *
from {{ source('raw', '_file') }}
