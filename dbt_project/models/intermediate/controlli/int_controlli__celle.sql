{#- Cells as numbers, whatever their declared type: what the checks compare. -#}
select
    *,
    raw.leggi_decimale(valore_stampato, locale) as valore,
    main.decimali_stampati(valore_stampato, locale) as decimali
from {{ ref('stg_raw__celle') }}
