-- An exception that explains nothing any more must go, and one past its expiry must be decided again.
select e.*
from {{ ref('eccezione') }} as e
left join {{ ref('indicatore_valore') }} as v
    on e.controllo_id = 'variazione_' || v.indicatore_id and e.territorio_id = v.territorio_id and e.anno = v.anno
    and v.esito_variazione = 'fuori'
where v.indicatore_id is null or e.scade_il < '{{ var("giorno_giudizio") }}'::date
