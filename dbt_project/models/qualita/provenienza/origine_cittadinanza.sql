{{ config(materialized='view') }}
{#- The received cell of every count of foreign residents by citizenship. -#}
select c.territorio_id, u.nome, r.anno::integer as anno, r.codice_cittadinanza as cittadinanza_codice, s.sesso,
    if(s.sesso = 'M', r.maschi, r.femmine)::bigint as residenti, r.fonte_id, r.file, r.riga,
    if(s.sesso = 'M', 'maschi', 'femmine') as colonna_file, null::text as riga_documento,
    if(s.sesso = 'M', r.maschi, r.femmine)::text as valore_stampato
from {{ ref('stg_istat__rcs') }} as r
inner join {{ ref('int_comuni__codici') }} as c on r.codice = c.codice
inner join {{ ref('int_comuni__uniti') }} as u on c.territorio_id = u.territorio_id
cross join (select unnest(['M', 'F']) as sesso) as s
where length(r.codice) = 6
