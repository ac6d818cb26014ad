{#- Comuni of today without residents in a year for which a delivery gives nearly all the others of their province. -#}
select k.anno, c.territorio_id, c.nome, k.fonte_id, f.file
from {{ ref('int_popolazione__copertura') }} as k
inner join {{ ref('int_comuni__uniti') }} as c on k.territorio_id = c.provincia_id
inner join {{ ref('stg_raw__file') }} as f on k.fonte_id = f.fonte_id || '/' || f.tabella
anti join {{ ref('int_popolazione__correnti') }} as p
    on c.territorio_id = p.territorio_id and k.anno = p.anno and k.gruppo = p.cittadinanza
where k.gruppo = 'totale' and k.comuni_presenti >= 0.5 * k.comuni_attesi
