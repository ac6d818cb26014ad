{#- The answers of the outcome sheets on their scales, with the code of those that are known and the nearest words for the
    others; areas and ambiti likewise. Grain: fonte_id, riga, campo. -#}
with scritte as (
    unpivot (
        select fonte_id, file, riga, posizioni, ambito_id, piano, area, giudizio_utenti, cambiamento, continuita, riproposto
        from {{ ref('stg_programmazione__esiti') }}
    )
    on area, giudizio_utenti, cambiamento, continuita, riproposto into name campo value stampato
),

note as (
    select campo, valore as codice, nome, main.nome_confrontabile(nome) as chiave from {{ ref('esito_scala') }}
    union
    select campo, valore, nome, main.nome_confrontabile(valore) from {{ ref('esito_scala') }}
    union all
    select 'area', area_utenza, nome, chiave from {{ ref('int_aree__nomi') }}
),

trovate as (
    select s.*, n.codice
    from scritte as s
    left join note as n on s.campo = n.campo and main.nome_confrontabile(s.stampato) = n.chiave
),

simili as (
    select t.campo, t.stampato,
        array_to_string(max_by(n.nome, jaro_winkler_similarity(main.nome_confrontabile(t.stampato), n.chiave), 3), ', ') as simile
    from (select distinct campo, stampato from trovate where codice is null) as t
    inner join (select campo, nome, min(chiave) as chiave from note group by all) as n on t.campo = n.campo
    group by t.campo, t.stampato
)

select t.*, s.simile
from trovate as t
left join simili as s on t.campo = s.campo and t.stampato = s.stampato
