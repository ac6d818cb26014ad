{{ config(materialized='view') }}
{#- The received polygon of every territory. -#}
select coalesce(c.territorio_id, 'com:' || lpad(m.municipality_code::text, 6, '0')) as territorio_id,
    lpad(m.municipality_code::text, 6, '0') as codice, m.fonte_id, m.file, m.riga, 'geometry' as colonna_file,
    null::text as riga_documento, null::text as valore_stampato
from {{ ref('stg_istat__confini_comuni') }} as m
left join {{ ref('int_comuni__codici') }} as c on lpad(m.municipality_code::text, 6, '0') = c.codice
union all
select 'prov:' || lpad(province_code::text, 3, '0'), lpad(province_code::text, 3, '0'), fonte_id, file, riga, 'geometry', null, null
from {{ ref('stg_istat__confini_province') }}
union all
select 'reg:' || lpad(region_code::text, 2, '0'), lpad(region_code::text, 2, '0'), fonte_id, file, riga, 'geometry', null, null
from {{ ref('stg_istat__confini_regioni') }}
