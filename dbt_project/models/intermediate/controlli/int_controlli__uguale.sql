{#- The same quantity printed in two tables (or twice in one). Numbers are compared as numbers, the rest as text. -#}
with dichiarati as (
    select * exclude (colonna, altra_colonna, colonne), unnest(coalesce(colonne, [colonna])) as colonna,
        unnest(coalesce(colonne, [altra_colonna])) as altra_colonna
    from {{ ref('int_controlli__dichiarati') }}
    where tipo = 'uguale'
),

lati as (
    select d.controllo_id, d.fonte_id, d.tabella, a.file, a.riga, a.colonna, a.riga_documento,
        ka.valore_stampato as chi, a.valore_stampato, a.valore, a.tipo,
        b.valore_stampato as altro_stampato, b.valore as altro_valore, b.file as altro_file, b.riga_documento as altra_riga,
        d.altra_tabella, d.tolleranza
    from dichiarati as d
    inner join {{ ref('int_controlli__celle') }} as ka
        on d.fonte_id = ka.fonte_id and d.tabella = ka.tabella and d.chiave = ka.colonna
    inner join {{ ref('int_controlli__celle') }} as kb
        on d.fonte_id = kb.fonte_id and d.altra_tabella = kb.tabella and d.altra_chiave = kb.colonna
    inner join {{ ref('int_controlli__celle') }} as a on ka.file = a.file and ka.riga = a.riga and d.colonna = a.colonna
    inner join {{ ref('int_controlli__celle') }} as b on kb.file = b.file and kb.riga = b.riga and d.altra_colonna = b.colonna
    where case when d.riga_chiave is null then ka.valore_stampato = kb.valore_stampato
            else ka.valore_stampato = d.riga_chiave
                and kb.valore_stampato = coalesce(d.altra_riga_chiave, d.riga_chiave) end
)

select
    controllo_id, fonte_id, tabella, file, riga, colonna, riga_documento, chi, valore_stampato,
    altro_valore::double as atteso, valore::double as trovato, tolleranza,
    altro_stampato,
    case when valore is not null and altro_valore is not null then abs(valore - altro_valore) <= tolleranza
        else lower(trim(valore_stampato)) = lower(trim(altro_stampato)) end as e_uguale,
    'stampato ' || altro_stampato || coalesce(' alla riga ' || altra_riga || ' del documento', '') as espressione
from lati
where valore_stampato is not null and altro_stampato is not null
