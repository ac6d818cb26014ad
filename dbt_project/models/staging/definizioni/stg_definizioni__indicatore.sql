select *
from {{ source('definizioni', 'indicatore') }}
