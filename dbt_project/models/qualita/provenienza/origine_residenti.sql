{{ config(materialized='view') }}
{#- The received cells of residents that an indicator adds up. Ask for the indicator, the comuni, and the year of the
    residents too: only then are the other years left unread. -#}
with addendi as (
    -- Age by age: compared as equal they cost a fifth of what bounds of ages cost.
    select indicatore_id, ruolo, frase, cittadinanza, sesso, peso, segno, momento,
        unnest(range(eta_min, least(eta_max, 100) + 1))::integer as eta
    from {{ ref('origine_addendo') }}
    where voce is null
)

select p.territorio_id, c.nome, a.indicatore_id, a.ruolo, a.frase, p.anno - s.anni as anno, p.anno as anno_popolazione,
    p.residenti * if(a.peso = 'eta', p.eta + 0.5, 1) * a.segno as valore,
    p.fonte_id, p.file, p.riga, p.colonna_file, p.riga_documento, p.valore_stampato
from {{ ref('origine_popolazione') }} as p
inner join addendi as a on p.cittadinanza = a.cittadinanza and p.eta = a.eta and (a.sesso = '' or a.sesso = p.sesso)
inner join {{ ref('origine_momento') }} as s on a.indicatore_id = s.indicatore_id and a.momento = s.momento
inner join {{ ref('int_comuni__uniti') }} as c on p.territorio_id = c.territorio_id
where p.corrente
