{#- What fails now and did not in the version published before, and the other way round. -#}
with adesso as (
    select distinct controllo_id, tipo, gravita, fonte_id, file, riga, colonna, territorio_id, anno, indicatore_id,
        valore_stampato, messaggio
    from {{ ref('controllo') }}
    where esito = 'fallito'
),

prima as (
    select distinct on (controllo_id, fonte_id, file, riga, colonna, territorio_id, anno, indicatore_id, valore_stampato) *
    from {{ ref('stg_raw__prima_controlli') }}
),

uniti as (
    select a.*, 'nuovo' as cambiamento, (select any_value(versione) from prima) as versione_prima
    from adesso as a
    where exists (from prima) and not exists (
        from prima as p
        where p.controllo_id = a.controllo_id and p.fonte_id is not distinct from a.fonte_id
            and p.file is not distinct from a.file and p.riga is not distinct from a.riga
            and p.colonna is not distinct from a.colonna and p.territorio_id is not distinct from a.territorio_id
            and p.anno is not distinct from a.anno and p.indicatore_id is not distinct from a.indicatore_id
            and p.valore_stampato is not distinct from a.valore_stampato
    )
    union all by name
    select p.* exclude (versione), 'risolto' as cambiamento, p.versione as versione_prima
    from prima as p
    where not exists (
        from adesso as a
        where p.controllo_id = a.controllo_id and p.fonte_id is not distinct from a.fonte_id
            and p.file is not distinct from a.file and p.riga is not distinct from a.riga
            and p.colonna is not distinct from a.colonna and p.territorio_id is not distinct from a.territorio_id
            and p.anno is not distinct from a.anno and p.indicatore_id is not distinct from a.indicatore_id
            and p.valore_stampato is not distinct from a.valore_stampato
    )
)

select
    cambiamento, controllo_id, tipo, gravita, fonte_id, file, riga, colonna, territorio_id, anno, indicatore_id,
    valore_stampato, messaggio, versione_prima
from uniti
