{#- A printed mean of a whole is the mean of its parts, each counted as many times as it has people. The parts stand in
    columns of one row (riga_media, riga_peso) or in rows of one column (colonna, peso). -#}
with dichiarati as (
    select * from {{ ref('int_controlli__dichiarati') }} where tipo = 'media_ponderata'
),

celle as (
    select * from {{ ref('int_controlli__celle') }}
),

-- The row that an identity names by the value of its key.
righe as (
    select distinct d.controllo_id, k.file, k.riga, k.valore_stampato as nome
    from dichiarati as d
    inner join celle as k on d.fonte_id = k.fonte_id and d.tabella = k.tabella and d.chiave = k.colonna
),

parti as (
    select d.controllo_id, m.file, a.riga, d.totale as colonna, m.valore as media, p.valore as peso, m.decimali
    from dichiarati as d
    inner join righe as a on d.controllo_id = a.controllo_id and d.riga_media = a.nome
    inner join righe as b on d.controllo_id = b.controllo_id and d.riga_peso = b.nome
    inner join celle as m on a.file = m.file and a.riga = m.riga and list_contains(d.addendi, m.colonna)
    inner join celle as p on b.file = p.file and b.riga = p.riga and m.colonna = p.colonna
    union all
    select d.controllo_id, m.file, a.riga, d.colonna, m.valore, p.valore, m.decimali
    from dichiarati as d
    inner join righe as a on d.controllo_id = a.controllo_id and d.totale = a.nome
    inner join righe as b on d.controllo_id = b.controllo_id and list_contains(d.righe, b.nome)
    inner join celle as m on b.file = m.file and b.riga = m.riga and d.colonna = m.colonna
    inner join celle as p on b.file = p.file and b.riga = p.riga and d.peso = p.colonna
),

medie as (
    select controllo_id, file, riga, colonna, sum(media * peso) / nullif(sum(peso), 0) as atteso, count(*) as parti,
        min(decimali) as decimali
    from parti
    group by all
    -- A part that cannot be read leaves the mean unknown.
    having count(*) = count(media) and count(*) = count(peso)
)

select
    d.controllo_id, d.fonte_id, d.tabella, t.file, t.riga, t.colonna, t.riga_documento, t.valore_stampato,
    m.atteso::double as atteso, t.valore::double as trovato,
    -- Each printed mean is off by half of its last digit at most: so is the mean of them.
    d.tolleranza + 0.5 * pow(10, -t.decimali) + 0.5 * pow(10, -m.decimali) as tolleranza,
    t.decimali + 1 as decimali,
    'la media pesata di ' || m.parti || ' voci' as espressione
from medie as m
inner join dichiarati as d on m.controllo_id = d.controllo_id
inner join celle as t on m.file = t.file and m.riga = t.riga and m.colonna = t.colonna
where t.valore is not null and m.atteso is not null
