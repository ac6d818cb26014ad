{#- Residents by comune, year (1 January) and completed age, of every delivery, with the code that the delivery gives.
    100 is the open class; rows of totals and ages that are none are left out. A table: the text of millions of cells is
    read as numbers once. -#}
with uniti as (
    select lpad(municipality_code::text, 6, '0') as codice, 2022 as anno, 'totale' as cittadinanza, age as eta,
        m as maschi, f as femmine, fonte_id
    from {{ ref('stg_istat__popolazione_2022') }}
    union all
    select lpad(municipality_code::text, 6, '0'), 2023, 'totale', age, m, f, fonte_id
    from {{ ref('stg_istat__popolazione_2023') }}
    union all
    select codice, anno, 'totale', eta, maschi, femmine, fonte_id from {{ ref('stg_istat__posas') }}
    union all
    select codice, anno, 'straniera', eta, maschi, femmine, fonte_id from {{ ref('stg_istat__strasa') }}
)

select codice, anno::integer as anno, cittadinanza, eta::integer as eta, maschi::integer as maschi,
    femmine::integer as femmine, fonte_id
from uniti
where eta between 0 and 100
