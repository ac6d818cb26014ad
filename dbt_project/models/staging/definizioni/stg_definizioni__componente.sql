select *
from {{ source('definizioni', 'componente') }}
