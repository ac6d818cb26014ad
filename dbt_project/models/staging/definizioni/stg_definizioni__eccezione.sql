select *
from {{ source('definizioni', 'eccezione') }}
