{#- Cells of a row that follow one another by a step: the years of a header. -#}
with celle as (
    select d.controllo_id, d.fonte_id, d.tabella, c.file, c.riga, c.colonna, c.riga_documento, c.valore, c.valore_stampato,
        d.passo, list_position(d.colonne, c.colonna) as posto
    from {{ ref('int_controlli__dichiarati') }} as d
    inner join {{ ref('int_controlli__celle') }} as c
        on d.fonte_id = c.fonte_id and d.tabella = c.tabella and list_contains(d.colonne, c.colonna)
    where d.tipo = 'sequenza'
)

select
    b.controllo_id, b.fonte_id, b.tabella, b.file, b.riga, b.colonna, b.riga_documento, 'riga ' || b.riga as chi,
    b.valore_stampato, (a.valore + b.passo)::double as atteso, b.valore::double as trovato, 0.0 as tolleranza,
    'dopo ' || a.valore_stampato as espressione
from celle as a
inner join celle as b on a.controllo_id = b.controllo_id and a.riga = b.riga and b.posto = a.posto + 1
where a.valore is not null and b.valore is not null
