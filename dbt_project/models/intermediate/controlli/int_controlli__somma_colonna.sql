{#- Down each column the rows make the total row. -#}
with righe as (
    select d.controllo_id, c.file, c.colonna, c.riga, c.tipo, c.riga_documento, c.valore, c.valore_stampato,
        k.valore_stampato as nome, k.valore_stampato = d.totale as e_totale,
        d.righe is not null as ha_elenco, list_contains(d.righe, k.valore_stampato) as in_elenco
    from {{ ref('int_controlli__dichiarati') }} as d
    inner join {{ ref('int_controlli__celle') }} as c
        on d.fonte_id = c.fonte_id and d.tabella = c.tabella and list_contains(d.colonne, c.colonna)
    inner join {{ ref('int_controlli__celle') }} as k on c.file = k.file and c.riga = k.riga and k.colonna = d.chiave
    where d.tipo = 'somma_colonna'
),

totali as (
    select * from righe where e_totale and valore is not null
    qualify row_number() over (partition by controllo_id, file, colonna order by riga) = 1
)

select
    t.controllo_id, d.fonte_id, d.tabella, t.file, t.riga, t.colonna, t.riga_documento, t.nome as chi,
    t.valore_stampato, sum(r.valore)::double as atteso, any_value(t.valore)::double as trovato, d.tolleranza,
    count(r.valore_stampato) filter (r.valore is null) > 0 as e_illeggibile,
    -- Euro without cents: each addend may have been rounded by half a euro.
    any_value(t.tipo) = 'euro' and any_value(t.valore) = round(any_value(t.valore))
        and abs(sum(r.valore) - any_value(t.valore)) between 1 and 0.5 * count(r.valore) as da_arrotondamento,
    if(count(r.valore) = 1, 'l''unica riga sommata', 'la somma di ' || count(r.valore) || ' righe') as espressione
from totali as t
inner join {{ ref('int_controlli__dichiarati') }} as d on t.controllo_id = d.controllo_id
inner join righe as r
    on t.controllo_id = r.controllo_id and t.file = r.file and t.colonna = r.colonna and not r.e_totale
    -- The addends are the named rows, or all those above the total.
    and ((r.ha_elenco and r.in_elenco) or (not r.ha_elenco and r.riga < t.riga))
group by all
having count(r.valore) > 0
