-- From the lines upward, with the declared corrections, every cell of the printed summary is met to the cent.
with righe as (
    select area, fondo, sum(importo_eur) as importo
    from {{ ref('spesa') }}
    where ente_id = 'amb:cremona' and anno = 2015 and verso = 'spesa'
    group by all
),

riepilogo as (
    select r.area_codice as area, f.fondo, raw.leggi_decimale(c.valore_stampato, c.locale) as importo
    from {{ ref('stg_raw__celle') }} as c
    inner join {{ ref('fondo_colonna') }} as f on c.colonna = f.colonna
    inner join {{ ref('stg_cremona__riepilogo_aree') }} as r on c.file = r.file and c.riga = r.riga
    where c.tabella = 'riepilogo_aree' and r.area_codice not in ('totale', 'quota')
)

select coalesce(r.area, p.area) as area, coalesce(r.fondo, p.fondo) as fondo, r.importo as righe, p.importo as riepilogo
from righe as r
full join riepilogo as p on r.area = p.area and r.fondo = p.fondo
where coalesce(r.importo, 0) <> coalesce(p.importo, 0)
