{{ config(materialized='view') }}
{#- The residents that count, at the comuni of today: one row for each code that a comune had. -#}
select c.territorio_id, r.anno, r.cittadinanza, r.eta, r.maschi, r.femmine, r.fonte_id, c.ha_altri_codici
from {{ ref('int_popolazione__ricevuta') }} as r
inner join {{ ref('int_comuni__codici') }} as c on r.codice = c.codice
inner join {{ ref('int_popolazione__correnti') }} as k
    on c.territorio_id = k.territorio_id and r.anno = k.anno and r.cittadinanza = k.cittadinanza and r.fonte_id = k.fonte_id
