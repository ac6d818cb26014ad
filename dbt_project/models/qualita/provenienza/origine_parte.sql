{{ config(materialized='view') }}
{#- The comuni that make a territory; a comune makes itself. -#}
select territorio_id, territorio_id as comune_id from {{ ref('int_comuni__uniti') }}
union all
select padre_id, territorio_id from {{ ref('int_territori__legami') }} where territorio_id like 'com:%'
