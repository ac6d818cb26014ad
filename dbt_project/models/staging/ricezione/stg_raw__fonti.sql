select *
from {{ source('raw', '_fonti') }}
