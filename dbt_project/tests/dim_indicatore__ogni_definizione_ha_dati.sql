-- A definition without a single value, and without a reason for it, is a promise that nobody keeps.
select i.indicatore_id
from {{ ref('dim_indicatore') }} as i
anti join {{ ref('indicatore_valore') }} as v on i.indicatore_id = v.indicatore_id
where i.senza_dati is null
