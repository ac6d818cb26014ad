select *
from {{ source('raw', '_controlli') }}
