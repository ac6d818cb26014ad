{#- Every target that an ambito must reach, with the day of judgement. -#}
select p.ambito_id, p.e_proprio, o.*, i.unita, i.puo_superare_100, i.uno,
    i.molti, {{ giorno_leps() }} as riferito_al
from {{ ref('int_leps__piani') }} as p
inner join {{ ref('int_leps__obiettivi') }} as o on p.piano = o.piano
inner join {{ ref('int_leps__indicatori') }} as i on o.indicatore_id = i.indicatore_id
