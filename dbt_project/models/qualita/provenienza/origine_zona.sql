{{ config(materialized='view') }}
{#- The parts by which the sum of all the comuni of a region, or of Italy, is told. -#}
select distinct regione_id as territorio_id, provincia_id as parte_id from {{ ref('int_comuni__uniti') }}
where regione_id is not null and provincia_id is not null
union all
select distinct 'ita', regione_id from {{ ref('int_comuni__uniti') }} where regione_id is not null
