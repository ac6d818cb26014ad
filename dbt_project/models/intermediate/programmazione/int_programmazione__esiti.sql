{#- Outcome sheets that can be used: answers as codes, the state that the degree says. A row is left out only where nobody could
    say whose it is: int_controlli__esiti tells each of them. Of two sheets on one plan the one released last is the current. -#}
with risposte as (
    pivot {{ ref('int_programmazione__risposte') }}
    on campo in ('area', 'giudizio_utenti', 'cambiamento', 'continuita', 'riproposto')
    using any_value(codice)
    group by fonte_id, riga
)

select e.ambito_id, a.nome as ambito_nome, e.piano, e.obiettivo, main.nome_confrontabile(e.obiettivo) as chiave,
    e.area as area_stampata, r.area as area_utenza,
    if(e.grado between 0 and 100, e.grado, null) as grado_pct,
    case when e.grado = 100 then 'attuato' when e.grado = 0 then 'non_attuato' when e.grado between 0 and 100 then 'parziale'
        end as stato,
    r.giudizio_utenti, r.cambiamento, r.continuita, r.riproposto,
    if(e.risorse_previste_eur >= 0, e.risorse_previste_eur, null) as risorse_previste_eur,
    if(e.risorse_utilizzate_eur >= 0, e.risorse_utilizzate_eur, null) as risorse_utilizzate_eur,
    e.criticita, e.nota,
    case when e.grado between 0 and 100 then null when e.grado_stampato is null then 'grado_non_scritto'
        else 'cella_non_leggibile' end as motivo_assenza_grado,
    row_number() over (partition by e.ambito_id, e.piano, e.fonte_id order by e.riga) as ordine,
    dense_rank() over (partition by e.ambito_id, e.piano order by f.rilasciato_il desc, e.fonte_id) = 1 as corrente,
    e.fonte_id, e.file, e.riga
from {{ ref('stg_programmazione__esiti') }} as e
inner join {{ ref('int_leps__ambiti') }} as a on e.ambito_id = a.ambito_id
inner join {{ ref('stg_raw__file') }} as f on e.fonte_id = f.fonte_id || '/' || f.tabella
left join risposte as r on e.fonte_id = r.fonte_id and e.riga = r.riga
where e.piano is not null and e.obiettivo is not null
