-- A code that no list of comuni has: the ambito would lack a comune without telling. The nearest name helps to mend it.
select a.ambito_id, a.codice_istat, a.comune, u.codice_istat as codice_del_nome_piu_simile, u.nome as nome_piu_simile
from {{ ref('ambito_comune') }} as a
anti join {{ ref('int_comuni__codici') }} as c on lpad(a.codice_istat, 6, '0') = c.codice
left join {{ ref('int_comuni__uniti') }} as u on true
qualify row_number() over (
    partition by a.ambito_id, a.codice_istat order by jaro_winkler_similarity(lower(a.comune), lower(u.nome)) desc
) = 1
