select *
from {{ source('raw', '_celle_non_conformi') }}
