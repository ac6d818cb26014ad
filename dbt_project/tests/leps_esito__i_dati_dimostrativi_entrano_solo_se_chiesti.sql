-- Demonstration data are told apart by the name of their source; a warehouse that was not asked for them has none.
select fonte_id, titolo
from {{ ref('dim_fonte') }}
where raccolta like '%dimostrativ%' and not {{ var('dimostrativo', false) }}
