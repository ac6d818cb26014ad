select *
from {{ source('raw', '_quadrature') }}
