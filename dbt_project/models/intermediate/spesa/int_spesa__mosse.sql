{#- What would close a matrix that does not: the moves of one cell, the wrong amount of one cell, and where no single cell is
    enough the least set of cells that stand one column beside their own. Each is proven by arithmetic: after the move every
    printed total of rows and columns is met. scarto = sum − printed. -#}
{%- set insieme_massimo = 12 -%}
with scarti as (
    select matrice_id, totale_di, chiave, scarto
    from {{ ref('int_spesa__scarti') }}
    where totale_di in ('riga', 'colonna') and not e_illeggibile
),

-- Of hundreds of matrices that do not close the first are searched: somebody must read what is found.
aperte as (
    select matrice_id, count(*) filter (totale_di = 'riga') as righe, count(*) filter (totale_di = 'colonna') as colonne
    from scarti
    where scarto <> 0
    group by matrice_id
    order by matrice_id
    limit 40
),

celle as (
    select m.matrice_id, m.riga_chiave, m.fondo, m.posizione, m.colonna_nome, m.importo, m.riga,
        coalesce(r.scarto, 0) as scarto_riga, coalesce(c.scarto, 0) as scarto_colonna
    from {{ ref('int_spesa__matrici') }} as m
    semi join aperte as a on m.matrice_id = a.matrice_id
    left join scarti as r on m.matrice_id = r.matrice_id and r.totale_di = 'riga' and m.riga_chiave = r.chiave
    left join scarti as c on m.matrice_id = c.matrice_id and c.totale_di = 'colonna' and m.fondo = c.chiave
    where m.totale_di is null
),

colonne as (
    select matrice_id, fondo, posizione, colonna_nome, scarto_colonna from celle group by all
),

piene as (
    select * from celle where importo <> 0
),

-- One cell to another column of its row: two columns close and no row changes.
in_riga as (
    select p.matrice_id, 'colonna' as tipo, 1 as celle, p.riga as prima_riga,
        main.euro_it(p.importo) || ' della riga «' || p.riga_chiave || '» da «' || p.colonna_nome || '» a «' || k.colonna_nome
            || '»' as mossa,
        a.righe = 0 and a.colonne = 2 as chiude
    from piene as p
    inner join colonne as k on p.matrice_id = k.matrice_id and p.scarto_colonna = p.importo and k.scarto_colonna = -p.importo
    inner join aperte as a on p.matrice_id = a.matrice_id
    anti join piene as o on p.matrice_id = o.matrice_id and p.riga_chiave = o.riga_chiave and k.fondo = o.fondo
),

-- One cell to another row of its column.
in_colonna as (
    select p.matrice_id, 'riga' as tipo, 1 as celle, p.riga as prima_riga,
        main.euro_it(p.importo) || ' della colonna «' || p.colonna_nome || '» dalla riga «' || p.riga_chiave || '» alla riga «'
            || r.chiave || '»' as mossa,
        a.colonne = 0 and a.righe = 2 as chiude
    from piene as p
    inner join scarti as r
        on p.matrice_id = r.matrice_id and r.totale_di = 'riga' and p.scarto_riga = p.importo and r.scarto = -p.importo
    inner join aperte as a on p.matrice_id = a.matrice_id
    anti join piene as o on p.matrice_id = o.matrice_id and p.fondo = o.fondo and r.chiave = o.riga_chiave
),

-- Row and column are wrong by the same amount: so is the cell where they cross.
importo_errato as (
    select c.matrice_id, 'importo' as tipo, 1 as celle, c.riga as prima_riga,
        'la cella della riga «' || c.riga_chiave || '», colonna «' || c.colonna_nome || '», da '
            || main.euro_it(coalesce(c.importo, 0)) || ' a ' || main.euro_it(coalesce(c.importo, 0) - c.scarto_riga) as mossa,
        a.righe = 1 and a.colonne = 1 as chiude
    from celle as c
    inner join aperte as a on c.matrice_id = a.matrice_id
    where c.scarto_riga <> 0 and c.scarto_riga = c.scarto_colonna and coalesce(c.importo, 0) >= c.scarto_riga
),

-- Without totals of columns: of the one row that does not close, any amount may be the wrong one.
riga_incompleta as (
    select r.matrice_id, 'riga_incompleta' as tipo, 1 as celle, min(c.riga) as prima_riga,
        'una della riga «' || r.chiave || '», che deve ' || if(r.scarto < 0, 'crescere', 'calare') || ' di '
            || main.euro_it(abs(r.scarto)) as mossa,
        not exists (
            from {{ ref('int_spesa__scarti') }} as s
            where s.matrice_id = r.matrice_id and s.totale_di not in ('riga', 'colonna') and s.scarto not in (0, r.scarto)
        ) as chiude
    from scarti as r
    inner join aperte as a on r.matrice_id = a.matrice_id and a.righe = 1 and a.colonne = 0
    inner join celle as c on r.matrice_id = c.matrice_id and r.chiave = c.riga_chiave
    where r.totale_di = 'riga' and r.scarto <> 0
        and r.matrice_id not in (select matrice_id from scarti where totale_di = 'colonna')
    group by r.matrice_id, r.chiave, r.scarto
),

-- Cells one place beside their own: only those from or into a column that does not close can be.
candidate as (
    select p.matrice_id, v.verso, p.riga_chiave, p.fondo, k.fondo as fondo_nuovo, p.importo, p.colonna_nome,
        k.colonna_nome as colonna_nuova, p.riga,
        row_number() over (partition by p.matrice_id, v.verso order by p.riga, p.posizione) - 1 as posto,
        count(*) over (partition by p.matrice_id, v.verso) as quante
    from piene as p
    inner join aperte as a on p.matrice_id = a.matrice_id and a.righe = 0
    cross join (select unnest([1, -1]) as verso) as v
    inner join (
        select *, row_number() over (partition by matrice_id order by posizione) as ordine from colonne
    ) as j on p.matrice_id = j.matrice_id and p.fondo = j.fondo
    inner join (
        select *, row_number() over (partition by matrice_id order by posizione) as ordine from colonne
    ) as k on p.matrice_id = k.matrice_id and k.ordine = j.ordine + v.verso
    where j.scarto_colonna <> 0 or k.scarto_colonna <> 0
),

insiemi as (
    select matrice_id, verso, unnest(range(1, 1::bigint << any_value(quante))) as insieme
    from candidate
    where quante <= {{ insieme_massimo }}
    group by matrice_id, verso
),

effetti as (
    select i.matrice_id, i.verso, i.insieme, e.fondo, sum(e.importo) as effetto
    from insiemi as i
    inner join (
        select matrice_id, verso, posto, fondo, -importo as importo from candidate
        union all
        select matrice_id, verso, posto, fondo_nuovo, importo from candidate
    ) as e on i.matrice_id = e.matrice_id and i.verso = e.verso and (i.insieme >> e.posto) & 1 = 1
    group by all
),

chiudono as (
    select i.matrice_id, i.verso, i.insieme, bit_count(i.insieme) as celle
    from insiemi as i
    inner join colonne as c on i.matrice_id = c.matrice_id
    left join effetti as e
        on i.matrice_id = e.matrice_id and i.verso = e.verso and i.insieme = e.insieme and c.fondo = e.fondo
    group by all
    having count(*) filter (c.scarto_colonna + coalesce(e.effetto, 0) <> 0) = 0
),

scorrimenti as (
    select k.matrice_id, if(k.verso = 1, 'scorri_a_destra', 'scorri_a_sinistra') as tipo, k.celle,
        min(c.riga) as prima_riga,
        string_agg(main.euro_it(c.importo) || ' della riga «' || c.riga_chiave || '» da «' || c.colonna_nome || '» a «'
            || c.colonna_nuova || '»', '; ' order by c.posto) as mossa,
        true as chiude
    from chiudono as k
    inner join candidate as c
        on k.matrice_id = c.matrice_id and k.verso = c.verso and (k.insieme >> c.posto) & 1 = 1
    where k.celle > 1
    group by k.matrice_id, k.verso, k.insieme, k.celle
)

select * from in_riga
union all select * from in_colonna
union all select * from importo_errato
union all select * from riga_incompleta
union all select * from scorrimenti
