{#- Projects of the former plan: how many each area counts by state, against how many its lists hold; their sum, and what the
    document declares for the whole ambito. -#}
with aree as (
    select area_codice, if(area_codice = 'ambito', 'dichiarato', 'area') as livello_riga, attuati, di_cui_nuovi, parziali,
        non_attuati, elencati_riepilogo, elencati_area, fonte_id, file, riga, riga_documento
    from {{ ref('stg_dalmine__aree_quadratura') }}
),

uniti as (
    select * from aree
    union all by name
    select 'somma_aree' as area_codice, 'somma' as livello_riga, sum(attuati) as attuati, sum(di_cui_nuovi) as di_cui_nuovi,
        sum(parziali) as parziali, sum(non_attuati) as non_attuati, sum(elencati_riepilogo) as elencati_riepilogo,
        sum(elencati_area) as elencati_area, fonte_id, any_value(file) as file
    from aree
    where livello_riga = 'area'
    group by fonte_id
),

-- An area that counts no state (the organisation) is not an area that counts zero.
contati as (
    select *, case when coalesce(attuati, parziali, non_attuati) is not null
        then coalesce(attuati, 0) + coalesce(parziali, 0) + coalesce(non_attuati, 0) end as contati
    from uniti
)

select 'amb:dalmine' as ambito_id, 'Piano di Zona 2018-2020' as piano, area_codice, livello_riga,
    attuati::integer as attuati, di_cui_nuovi::integer as di_cui_nuovi, parziali::integer as parziali,
    non_attuati::integer as non_attuati, contati::integer as contati, elencati_riepilogo::integer as elencati_riepilogo,
    elencati_area::integer as elencati_area, (contati - elencati_area)::integer as scarto, fonte_id, file, riga,
    riga_documento
from contati
