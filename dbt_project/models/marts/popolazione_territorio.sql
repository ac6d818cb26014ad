{{ config(materialized='view') }}
select territorio_id, anno, sesso, eta_min, eta_max, cittadinanza, base_popolazione, fonte_id, residenti, corrente
from {{ ref('popolazione') }}
union all by name
select territorio_id, anno, sesso, eta_min, eta_max, cittadinanza, base_popolazione, fonte_id, residenti,
    true as corrente
from {{ ref('int_popolazione__aggregata') }}
