select *
from {{ source('raw', '_celle') }}
