{#- How a person finds a cell in the document: the printed name of its row and the printed header of its column. -#}
with nomi as (
    select file, riga, valore_stampato as nome_riga
    from {{ ref('stg_raw__celle') }}
    where tipo = 'testo' and valore_stampato is not null
    -- The first printed text of the row; a label of ours where the document prints none.
    qualify row_number() over (partition by file, riga order by origine = 'redazione', posizione) = 1
)

select c.file, c.riga, c.colonna,
    coalesce(n.nome_riga, 'riga ' || c.riga) as nome_riga,
    coalesce(d.etichetta, replace(c.colonna, '_', ' ')) as nome_colonna
from {{ ref('stg_raw__celle') }} as c
inner join {{ ref('stg_raw__colonne') }} as d
    on c.fonte_id = d.fonte_id and c.tabella = d.tabella and c.colonna = d.colonna
left join nomi as n on c.file = n.file and c.riga = n.riga
