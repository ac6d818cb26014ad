-- The package's own total row is a check, never an addend.
select municipality_code, age from {{ ref('stg_istat__popolazione_2022') }} where m + f <> tot
union all
select municipality_code, age from {{ ref('stg_istat__popolazione_2023') }} where m + f <> tot
