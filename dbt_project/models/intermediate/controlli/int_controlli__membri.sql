{#- The cells that each instance of an identity is made of, beside the one that it judges: what the search for causes
    changes and adds up again. ordine: of a share, 1 is the numerator and 2 the denominator. -#}
with dichiarati as (
    select * from {{ ref('int_controlli__dichiarati') }} where tipo in ('somma_riga', 'somma_colonna', 'quota', 'uguale')
),

celle as (
    select * from {{ ref('int_controlli__celle') }}
),

-- Sums that are not judged yet, because nothing stands above them, may fail once a figure is moved there.
giudicate as (
    select d.controllo_id, c.file, c.riga, c.colonna
    from dichiarati as d
    inner join celle as c on d.fonte_id = c.fonte_id and d.tabella = c.tabella and d.totale = c.colonna
    where d.tipo = 'somma_riga'
    union all
    select d.controllo_id, c.file, c.riga, c.colonna
    from dichiarati as d
    inner join celle as c
        on d.fonte_id = c.fonte_id and d.tabella = c.tabella and list_contains(d.colonne, c.colonna)
    inner join celle as k on c.file = k.file and c.riga = k.riga and d.chiave = k.colonna and d.totale = k.valore_stampato
    where d.tipo = 'somma_colonna'
    union all select controllo_id, file, riga, colonna from {{ ref('int_controlli__quota') }}
    union all select controllo_id, file, riga, colonna from {{ ref('int_controlli__uguale') }}
),

casi as (
    select g.file, g.riga, g.colonna, d.*, k.valore_stampato as chi
    from giudicate as g
    inner join dichiarati as d on g.controllo_id = d.controllo_id
    left join celle as k on g.file = k.file and g.riga = k.riga and d.chiave = k.colonna
),

somme_di_riga as (
    select s.*, c.file as parte_file, c.riga as parte_riga, c.colonna as parte_colonna, c.posizione as ordine
    from casi as s
    inner join celle as c on s.file = c.file and s.riga = c.riga and list_contains(s.addendi, c.colonna)
    where s.tipo = 'somma_riga' and (s.righe is null or list_contains(s.righe, s.chi))
),

somme_di_colonna as (
    select s.*, c.file as parte_file, c.riga as parte_riga, c.colonna as parte_colonna, c.riga as ordine
    from casi as s
    inner join celle as c on s.file = c.file and s.colonna = c.colonna
    inner join celle as k on c.file = k.file and c.riga = k.riga and s.chiave = k.colonna
    where s.tipo = 'somma_colonna' and k.valore_stampato is distinct from s.totale
        and if(s.righe is null, c.riga < s.riga, list_contains(s.righe, k.valore_stampato))
),

-- Shares by column: numerator and denominator stand in the same row, or the denominator in a row of its own.
quote as (
    select s.*, c.file as parte_file, c.riga as parte_riga, c.colonna as parte_colonna, p.ordine
    from casi as s
    cross join (values (1), (2)) as p (ordine)
    left join celle as base
        on s.file = base.file and s.chiave = base.colonna
        and base.valore_stampato = if(p.ordine = 1, s.riga_numeratore, s.riga_denominatore)
    inner join celle as c
        on s.file = c.file and c.riga = coalesce(base.riga, s.riga)
        and c.colonna = coalesce(if(p.ordine = 1, s.numeratore, s.denominatore), s.colonna)
    where s.tipo = 'quota'
),

uguaglianze as (
    select s.*, c.file as parte_file, c.riga as parte_riga, c.colonna as parte_colonna, 1 as ordine
    from casi as s
    inner join celle as k on s.fonte_id = k.fonte_id and s.altra_tabella = k.tabella and s.altra_chiave = k.colonna
    inner join celle as c on k.file = c.file and k.riga = c.riga and coalesce(s.altra_colonna, s.colonna) = c.colonna
    where s.tipo = 'uguale' and c.valore is not null
        and k.valore_stampato = if(s.riga_chiave is null, s.chi, coalesce(s.altra_riga_chiave, s.riga_chiave))
),

ricalcolati as (
    select r.controllo_id, 'quota' as tipo, r.file, r.riga, r.colonna, 0.0 as tolleranza, i.moltiplicatore, r.fonte_id,
        q.file as parte_file, q.riga as parte_riga, q.colonna as parte_colonna, if(m.ruolo = 'numeratore', 1, 2) as ordine
    from {{ ref('int_controlli__ricalcolati') }} as r
    inner join {{ ref('stg_definizioni__indicatore') }} as i on r.indicatore_id = i.indicatore_id
    inner join {{ ref('quantita_indicatore') }} as m on r.indicatore_id = m.indicatore_id and r.tabella = m.tabella
    inner join {{ ref('int_documenti__quantita') }} as q
        on m.tabella_codice = q.tabella and m.codice = q.codice and r.territorio_id = q.territorio_id
        and r.fonte_id = q.raccolta
    where m.ruolo <> 'stampato'
    -- A sum over a number has no single numerator to look at.
    qualify count(*) over (partition by r.controllo_id, r.file, r.riga, r.colonna) = 2
),

uniti as (
    select * from somme_di_riga
    union all by name select * from somme_di_colonna
    union all by name select * from quote
    union all by name select * from uguaglianze
    union all by name select * from ricalcolati
)

select controllo_id, if(tipo like 'somma%', 'somma', tipo) as tipo, fonte_id, file, riga, colonna, parte_file, parte_riga,
    parte_colonna, ordine, tolleranza, moltiplicatore
from uniti
