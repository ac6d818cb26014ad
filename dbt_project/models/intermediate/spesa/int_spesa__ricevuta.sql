{{ config(materialized='view') }}
{#- Amounts that bodies sent, of both layouts: budgets, and the coverages of the regional final account. `foglio` parts the
    matrices of one delivery whose totals are of one of its sheets. -#}
select *, 'importo' as colonna, '' as foglio from {{ ref('stg_spesa__ente') }}
union all by name
select * from {{ ref('int_spesa__coperture') }}
