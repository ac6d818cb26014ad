-- No printed euro of a budget line is lost or counted twice: the funds of a line sum to its printed total.
with pubblicate as (
    select file, riga, sum(importo_eur) as importo
    from {{ ref('int_spesa__cremona') }}
    where file like '%budget_area_%'
    group by all
),

stampate as (
    select c.file, c.riga, raw.leggi_decimale(c.valore_stampato, c.locale) as importo
    from {{ ref('stg_raw__celle') }} as c
    inner join {{ ref('stg_raw__celle') }} as k on c.file = k.file and c.riga = k.riga and k.colonna = 'codice'
    where c.tabella like 'budget_area_%' and c.colonna = 'risorse' and k.valore_stampato <> 'Totale risorse'
)

select s.*, p.importo as pubblicato
from stampate as s
left join pubblicate as p on s.file = p.file and s.riga = p.riga
where s.importo <> coalesce(p.importo, 0)
