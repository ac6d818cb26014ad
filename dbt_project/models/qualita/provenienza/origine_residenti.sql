{{ config(materialized='view') }}
{#- The received cells of residents that an indicator adds up. Ask for the indicator, the year and the comuni. -#}
select p.territorio_id, c.nome, a.indicatore_id, a.ruolo, a.frase, p.anno - s.anni as anno, p.anno as anno_popolazione,
    p.residenti * if(a.peso = 'eta', p.eta + 0.5, 1) * a.segno as valore,
    p.fonte_id, p.file, p.riga, p.colonna_file, p.riga_documento, p.valore_stampato
from {{ ref('origine_popolazione') }} as p
inner join {{ ref('origine_addendo') }} as a
    on p.cittadinanza = a.cittadinanza and p.eta between a.eta_min and a.eta_max and (a.sesso = '' or a.sesso = p.sesso)
-- A mean of two 1 Januaries takes the second from the year after.
inner join (values ('1_gennaio', 0), ('media_annua', 0), ('media_annua', 1)) as s (momento, anni) on a.momento = s.momento
inner join {{ ref('int_comuni__uniti') }} as c on p.territorio_id = c.territorio_id
where p.corrente and a.voce is null
