select * from {{ ref('int_leps__obiettivi') }}
