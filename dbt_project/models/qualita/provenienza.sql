{#- Where published figures come from: the received cell, or for a value computed from millions of rows the received file. -#}
with fatti as (
    select 'marts.indicatore_valore' as tabella,
        concat_ws('|', territorio_id, indicatore_id, anno, base_popolazione, fonte_id) as chiave,
        'valore' as colonna, fonte_id, file, riga, colonna as colonna_file, riga_documento
    from {{ ref('indicatore_valore') }}
    where file is not null
    union all
    -- Every component of a recomputed value stands in a cell of its own.
    select 'marts.indicatore_valore', concat_ws('|', q.territorio_id, m.indicatore_id, q.anno, q.base_popolazione, s.fonte_id),
        m.ruolo, q.fonte_id, q.file, q.riga, q.colonna, q.riga_documento
    from {{ ref('quantita_indicatore') }} as m
    inner join {{ ref('int_documenti__quantita') }} as q on m.tabella_codice = q.tabella and m.codice = q.codice
    inner join (select distinct raccolta, tabella, fonte_id from {{ ref('int_documenti__quantita') }}) as s
        on m.tabella = s.tabella and q.raccolta = s.raccolta
    where q.territorio_id is not null and m.ruolo <> 'stampato'
    union all
    select 'marts.spesa', concat_ws('|', ente_id, anno, area, servizio, fondo, stato_spesa, verso, fonte_id, riga), 'importo_eur',
        fonte_id, file, riga, colonna, riga_documento
    from {{ ref('spesa') }}
    union all
    select 'marts.leps_obiettivo', concat_ws('|', indicatore_id, anno), 'testo', fonte_id, null, null, null, riga_documento
    from {{ ref('leps_obiettivo') }}
    union all
    select 'marts.adi_nuclei', concat_ws('|', territorio_id, periodo_dal, mese, misura, conteggio, dimensione, modalita, fonte_id),
        unnest(['nuclei', 'persone', 'importo_medio_eur']), fonte_id, file, riga,
        unnest(['nuclei', 'persone', 'importo_medio_eur']), posizione
    from {{ ref('adi_nuclei') }}
    union all
    select 'marts.programmazione_esito', concat_ws('|', ambito_id, piano, area_codice, stato, progetto), 'progetti', fonte_id, file,
        riga, 'progetti', riga_documento
    from {{ ref('programmazione_esito') }}
),

-- Computed from ISTAT: by indicator and year, down to the file and the rows of the comune are found by its code.
calcolati as (
    select 'marts.indicatore_valore' as tabella, concat_ws('|', '*', indicatore_id, anno, base_popolazione, fonte_id) as chiave,
        'valore' as colonna, fonte_id
    from {{ ref('indicatore_valore') }}
    where file is null
    group by all
)

select f.tabella, f.chiave, f.colonna, f.fonte_id, coalesce(f.file, d.file) as file, d.sha256, f.riga,
    f.colonna_file, f.riga_documento, c.valore_stampato
from fatti as f
left join {{ ref('dim_fonte') }} as d on f.fonte_id = d.fonte_id
left join {{ ref('stg_raw__celle') }} as c on f.file = c.file and f.riga = c.riga and f.colonna_file = c.colonna
union all by name
select k.tabella, k.chiave, k.colonna, k.fonte_id, d.file, d.sha256
from calcolati as k
inner join {{ ref('dim_fonte') }} as d on k.fonte_id = d.fonte_id
