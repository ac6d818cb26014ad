{#- A cell is made of cells of other tables, each with its sign: what table A says less what table B says. -#}
with dichiarati as (
    select * from {{ ref('int_controlli__dichiarati') }} where tipo = 'somma_celle'
),

celle as (
    select * from {{ ref('int_controlli__celle') }}
),

chieste as (
    select controllo_id, fonte_id, unnest(parti) as parte, generate_subscripts(parti, 1) as ordine from dichiarati
),

somme as (
    select c.controllo_id, sum(v.valore * coalesce(c.parte.segno, 1)) as somma, count(v.valore) as letti,
        string_agg(if(coalesce(c.parte.segno, 1) < 0, ' − ', if(c.ordine = 1, '', ' + ')) || v.valore_stampato
            || coalesce(' (riga ' || v.riga_documento || ')', ''), '' order by c.ordine) as espressione
    from chieste as c
    inner join celle as k
        on c.fonte_id = k.fonte_id and c.parte.tabella = k.tabella and c.parte.chiave = k.colonna
        and c.parte.riga = k.valore_stampato
    inner join celle as v on k.file = v.file and k.riga = v.riga and c.parte.colonna = v.colonna
    group by c.controllo_id
)

select
    d.controllo_id, d.fonte_id, d.tabella, t.file, t.riga, t.colonna, t.riga_documento, k.valore_stampato as chi,
    t.valore_stampato, s.somma::double as atteso, t.valore::double as trovato, d.tolleranza, s.espressione
from dichiarati as d
inner join somme as s on d.controllo_id = s.controllo_id and s.letti = len(d.parti)
inner join celle as k
    on d.fonte_id = k.fonte_id and d.tabella = k.tabella and d.chiave = k.colonna and d.riga_chiave = k.valore_stampato
inner join celle as t on k.file = t.file and k.riga = t.riga and d.colonna = t.colonna
where t.valore is not null
