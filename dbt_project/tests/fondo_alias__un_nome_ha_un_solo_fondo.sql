-- Of two funds of one name in one document none would be chosen: the second alias is a mistake.
select raccolta, chiave from {{ ref('int_fondi__nomi') }} where fondo is null
union all
-- Every printed header of a fund column of Cremona means the fund of its column, misprints included.
select e.tabella, e.etichetta
from {{ ref('stg_raw__colonne') }} as e
inner join {{ ref('fondo_colonna') }} as f on e.colonna = f.colonna
left join {{ ref('int_fondi__nomi') }} as n
    on e.fonte_id = n.raccolta and main.nome_confrontabile(list_last(string_split(e.etichetta, ', '))) = n.chiave
where e.fonte_id = 'cremona_piano_operativo_2015' and (e.tabella like 'budget_area_%' or e.tabella = 'riepilogo_aree')
    and n.fondo is distinct from f.fondo
