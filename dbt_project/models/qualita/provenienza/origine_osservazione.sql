{{ config(materialized='view') }}
{#- The received cell of every total of residents that sources publish without ages. -#}
select o.territorio_id, c.nome, o.indicatore_id, o.anno, o.base_popolazione, o.serie, o.valore, o.fonte_id, o.file, o.riga,
    o.colonna as colonna_file, null::text as riga_documento, o.valore_stampato
from {{ ref('int_osservazioni__residenti') }} as o
inner join {{ ref('int_comuni__uniti') }} as c on o.territorio_id = c.territorio_id
where o.file is not null
