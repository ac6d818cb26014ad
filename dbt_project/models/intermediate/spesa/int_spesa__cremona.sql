{#- Budget lines of Cremona 2015 by fund: printed cells, moved where a declared correction says so, and beside each the fund
    that its header names. Area G is printed in the summary only and comes from there. -#}
with celle as (
    select c.*, raw.leggi_decimale(c.valore_stampato, c.locale) as valore, codice.valore_stampato as codice,
        nome.valore_stampato as intervento, coalesce(h.colonna_corretta, c.colonna) as colonna_letta,
        h.motivo as motivo_colonna
    from {{ ref('stg_raw__celle') }} as c
    inner join {{ ref('stg_raw__celle') }} as codice
        on c.file = codice.file and c.riga = codice.riga and codice.colonna = 'codice'
    left join {{ ref('stg_raw__celle') }} as nome
        on c.file = nome.file and c.riga = nome.riga and nome.colonna = 'intervento'
    left join {{ ref('correzione_colonna') }} as h
        on c.fonte_id = h.raccolta and c.tabella = h.tabella and c.colonna = h.colonna_stampata
    where c.fonte_id = 'cremona_piano_operativo_2015' and c.tabella like 'budget_area_%'
        and not main.e_totale(codice.valore_stampato)
),

righe as (
    select
        c.fonte_id || '/' || c.tabella as fonte_id, c.file, c.riga, c.colonna, c.riga_documento, c.valore_stampato,
        upper(right(c.tabella, 1)) as area, c.codice || ' ' || c.intervento as servizio,
        coalesce(k.fondo_corretto, f.fondo) as fondo, d.fondo as fondo_intestazione,
        list_last(string_split(e.etichetta, ', ')) as fondo_stampato, c.valore as importo_eur,
        k.codice is not null or c.motivo_colonna is not null as corretta,
        coalesce(k.motivo, c.motivo_colonna) as motivo_correzione
    from celle as c
    inner join {{ ref('fondo_colonna') }} as f on c.colonna_letta = f.colonna
    left join {{ ref('correzione_fondo') }} as k
        on c.fonte_id = k.raccolta and c.tabella = k.tabella and c.codice = k.codice
        and c.colonna = k.colonna_stampata and c.valore = k.importo_atteso
    left join {{ ref('fondo_colonna') }} as d on c.colonna = d.colonna
    left join {{ ref('stg_raw__colonne') }} as e
        on c.fonte_id = e.fonte_id and c.tabella = e.tabella and c.colonna = e.colonna
    where c.valore is not null and c.valore <> 0
),

-- A line that no fund covers is a line all the same: with the amount that it prints, or with none.
senza_fondi as (
    select
        c.fonte_id || '/' || c.tabella as fonte_id, c.file, c.riga, c.colonna, c.riga_documento, c.valore_stampato,
        upper(right(c.tabella, 1)) as area, c.codice || ' ' || c.intervento as servizio, 'non_dichiarato' as fondo,
        'non_dichiarato' as fondo_intestazione, c.valore as importo_eur, false as corretta
    from celle as c
    anti join righe as r on c.file = r.file and c.riga = r.riga
    where c.colonna = 'risorse'
),

area_g as (
    select
        c.fonte_id || '/' || c.tabella as fonte_id, c.file, c.riga, c.colonna, c.riga_documento, c.valore_stampato,
        'G' as area, 'Area stampata solo nel riepilogo' as servizio, f.fondo, f.fondo as fondo_intestazione,
        list_last(string_split(e.etichetta, ', ')) as fondo_stampato,
        raw.leggi_decimale(c.valore_stampato, c.locale) as importo_eur, false as corretta
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
select * from senza_fondi
union all by name
select * from area_g
