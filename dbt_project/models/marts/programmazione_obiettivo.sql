with indicatori as (
    select obiettivo_codice, list(coalesce(indicatore, indicatore_etichetta) order by riga) as indicatori
    from {{ ref('stg_ovest_solidale__indicatori') }}
    group by all
),

capitoli as (
    select obiettivo_codice, list(verso || ' ' || coalesce(capitolo_testo, '') || ' '
        || coalesce(nome, nome_etichetta, '') order by riga) as capitoli
    from {{ ref('stg_ovest_solidale__capitoli') }}
    group by all
),

leps as (
    select l.obiettivo_id, string_agg(l.leps_nome, '; ' order by l.leps_nome) as leps
    from {{ ref('obiettivo_leps') }} as l
    group by l.obiettivo_id
),

ovest as (
    select
        'amb:brescia_ovest' as ambito_id,
        'Piano della performance 2025' as piano,
        o.obiettivo_codice as obiettivo_id,
        o.area_codice,
        a.nome as area,
        o.servizio,
        coalesce(o.titolo, o.titolo_etichetta, 'Obiettivo senza titolo nel documento') as titolo,
        o.tipo_obiettivo as tipo,
        coalesce(o.tempi, o.tempi_etichetta) as tempi,
        o.attivita_etichetta as attivita,
        array_to_string(i.indicatori, '; ') as indicatori,
        coalesce(len(i.indicatori), 0)::integer as n_indicatori,
        array_to_string(c.capitoli, '; ') as capitoli,
        o.fonte_id, o.file, o.riga, o.riga_documento
    from {{ ref('stg_ovest_solidale__obiettivi') }} as o
    left join {{ ref('area_intervento') }} as a
        on a.raccolta = 'ovest_solidale_performance_2025' and o.area_codice = a.area
    left join indicatori as i on o.obiettivo_codice = i.obiettivo_codice
    left join capitoli as c on o.obiettivo_codice = c.obiettivo_codice
)

select o.* exclude (fonte_id, file, riga, riga_documento), l.leps, o.fonte_id, o.file, o.riga, o.riga_documento
from ovest as o
left join leps as l on o.obiettivo_id = l.obiettivo_id
