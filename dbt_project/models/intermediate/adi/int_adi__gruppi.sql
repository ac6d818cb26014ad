{{ config(database='riservato') }}
{#- What cases are counted by besides month and category, with a number: millions of rows are grouped by it. -#}
select row_number() over (order by fonte_id, territorio_id, misura)::integer as gruppo, *
from (
    select distinct fonte_corrente as fonte_id, ambito_id, territorio_id, misura, ultimo_mese
    from {{ ref('int_adi__periodi') }}
)
