select *
from {{ source('raw', '_mappe') }}
