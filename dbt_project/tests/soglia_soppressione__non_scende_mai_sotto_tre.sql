-- The rule of SISTAN: of two units each knows the other.
select raccolta, soglia from {{ ref('soglia_soppressione') }} where soglia is null or soglia < 3
union all
select 'manca la soglia predefinita', null where not exists (from {{ ref('soglia_soppressione') }} where raccolta = '*')
