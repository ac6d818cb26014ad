{#- In every row the addends make the total. An empty addend adds nothing; a row without a total is not judged. -#}
with addendi as (
    select d.controllo_id, c.file, c.riga,
        sum(c.valore) as somma,
        count(c.valore_stampato) filter (c.valore is null) as illeggibili,
        count(c.valore) as letti,
        string_agg(coalesce(c.valore_stampato, 'vuota'), ' + ' order by c.posizione) as espressione
    from {{ ref('int_controlli__dichiarati') }} as d
    inner join {{ ref('int_controlli__celle') }} as c
        on d.fonte_id = c.fonte_id and d.tabella = c.tabella and list_contains(d.addendi, c.colonna)
    where d.tipo = 'somma_riga'
    group by all
)

select
    d.controllo_id, d.fonte_id, d.tabella, t.file, t.riga, t.colonna, t.riga_documento,
    coalesce(k.valore_stampato, 'riga ' || t.riga) as chi,
    t.valore_stampato, a.somma::double as atteso, t.valore::double as trovato, d.tolleranza,
    a.illeggibili > 0 as e_illeggibile,
    a.espressione
from {{ ref('int_controlli__dichiarati') }} as d
inner join {{ ref('int_controlli__celle') }} as t
    on d.fonte_id = t.fonte_id and d.tabella = t.tabella and d.totale = t.colonna
inner join addendi as a on d.controllo_id = a.controllo_id and t.file = a.file and t.riga = a.riga
left join {{ ref('int_controlli__celle') }} as k on t.file = k.file and t.riga = k.riga and d.chiave = k.colonna
where d.tipo = 'somma_riga' and t.valore is not null and a.letti > 0
    and (d.righe is null or list_contains(d.righe, k.valore_stampato))
