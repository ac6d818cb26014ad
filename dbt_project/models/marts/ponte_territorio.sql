select g.territorio_id, g.padre_id, t.livello as padre_livello, g.diretto, g.valido_dal, g.valido_al
from {{ ref('int_territori__legami') }} as g
inner join {{ ref('dim_territorio') }} as t on g.padre_id = t.territorio_id
