{#- Rows that an identity names and the file has not: a table that was cut has no total to disagree with. -#}
with nominate as (
    select controllo_id, fonte_id, gravita, motivo, a_chi, tabella, chiave, unnest([
        if(tipo = 'somma_colonna', totale, null), riga_chiave, riga_numeratore, riga_denominatore, riga_quota]) as valore
    from {{ ref('int_controlli__dichiarati') }}
    where tipo in ('somma_colonna', 'uguale', 'quota')
    union all
    select controllo_id, fonte_id, gravita, motivo, a_chi, altra_tabella, altra_chiave,
        coalesce(altra_riga_chiave, riga_chiave)
    from {{ ref('int_controlli__dichiarati') }}
    where tipo = 'uguale'
),

-- One row for each thing that is missing, however many identities name it.
mancanti as (
    select n.fonte_id, n.tabella, n.chiave, n.valore, min(n.controllo_id) as nominata_da, any_value(n.motivo) as motivo,
        any_value(n.a_chi) as a_chi,
        arg_min(n.gravita, list_position(['errore', 'avviso', 'informazione'], n.gravita)) as gravita
    from nominate as n
    anti join {{ ref('int_controlli__celle') }} as c
        on n.fonte_id = c.fonte_id and n.tabella = c.tabella and n.chiave = c.colonna and n.valore = c.valore_stampato
    where n.valore is not null
    group by n.fonte_id, n.tabella, n.chiave, n.valore
)

select
    'riga_attesa_mancante' as controllo_id, 'completezza' as tipo, m.gravita, 'fallito' as esito,
    m.fonte_id || '/' || m.tabella as fonte_id, m.tabella, f.file, m.chiave as colonna, m.valore as valore_atteso,
    'La riga «' || m.valore || '» non c''è: il controllo ' || m.nominata_da || ' la nomina. Il file può essere tagliato.'
        as messaggio, m.motivo, m.a_chi
from mancanti as m
inner join {{ ref('stg_raw__file') }} as f on m.fonte_id = f.fonte_id and m.tabella = f.tabella
