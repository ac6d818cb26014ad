{#- Budget lines of Cremona 2015 by fund: printed cells, moved where a declared correction says so. Area G is printed in the
    summary only and comes from there. -#}
with celle as (
    select c.*, raw.leggi_decimale(c.valore_stampato, c.locale) as valore, codice.valore_stampato as codice,
        nome.valore_stampato as intervento
    from {{ ref('stg_raw__celle') }} as c
    inner join {{ ref('stg_raw__celle') }} as codice
        on c.file = codice.file and c.riga = codice.riga and codice.colonna = 'codice'
    left join {{ ref('stg_raw__celle') }} as nome
        on c.file = nome.file and c.riga = nome.riga and nome.colonna = 'intervento'
    where c.fonte_id = 'cremona_piano_operativo_2015' and c.tabella like 'budget_area_%'
        and codice.valore_stampato <> 'Totale risorse'
),

righe as (
    select
        c.fonte_id || '/' || c.tabella as fonte_id, c.file, c.riga, c.colonna, c.riga_documento, c.valore_stampato,
        upper(right(c.tabella, 1)) as area, c.codice || ' ' || c.intervento as servizio,
        coalesce(k.fondo_corretto, f.fondo) as fondo, e.etichetta as fondo_stampato,
        c.valore as importo_eur, k.codice is not null as corretta, k.motivo as motivo_correzione
    from celle as c
    left join {{ ref('correzione_fondo') }} as k
        on c.fonte_id = k.raccolta and c.tabella = k.tabella and c.codice = k.codice
        and c.colonna = k.colonna_stampata and c.valore = k.importo_atteso
    left join {{ ref('fondo_colonna') }} as f on c.colonna = f.colonna
    left join {{ ref('stg_raw__colonne') }} as e
        on c.fonte_id = e.fonte_id and c.tabella = e.tabella and c.colonna = e.colonna
    where c.valore is not null and c.valore <> 0
        -- In area C the header lost a column: what stands under 'altro' is the row's total.
        and (k.codice is not null or (f.fondo is not null and not (c.tabella = 'budget_area_c' and c.colonna = 'altro')))
),

area_g as (
    select
        c.fonte_id || '/' || c.tabella as fonte_id, c.file, c.riga, c.colonna, c.riga_documento, c.valore_stampato,
        'G' as area, 'Area stampata solo nel riepilogo' as servizio, f.fondo, e.etichetta as fondo_stampato,
        raw.leggi_decimale(c.valore_stampato, c.locale) as importo_eur, false as corretta, null as motivo_correzione
    from {{ ref('stg_raw__celle') }} as c
    inner join {{ ref('stg_raw__celle') }} as area
        on c.file = area.file and c.riga = area.riga and area.colonna = 'area_codice' and area.valore_stampato = 'G'
    inner join {{ ref('fondo_colonna') }} as f on c.colonna = f.colonna
    left join {{ ref('stg_raw__colonne') }} as e
        on c.fonte_id = e.fonte_id and c.tabella = e.tabella and c.colonna = e.colonna
    where c.fonte_id = 'cremona_piano_operativo_2015' and c.tabella = 'riepilogo_aree'
        and raw.leggi_decimale(c.valore_stampato, c.locale) <> 0
)

select * from righe
union all by name
select * from area_g
