select * from {{ ref('int_leps__indicatori') }}
