select *
from {{ source('raw', '_note') }}
