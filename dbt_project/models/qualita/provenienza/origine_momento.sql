{{ config(materialized='view') }}
{#- How many years after its own an indicator looks for residents: a mean of two 1 Januaries takes the second from the year
    after. -#}
select distinct indicatore_id, momento, unnest(if(momento = 'media_annua', [0, 1], [0])) as anni
from {{ ref('origine_addendo') }}
where voce is null
