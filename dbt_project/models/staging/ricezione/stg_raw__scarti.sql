select *
from {{ source('raw', '_scarti') }}
