{#- What the bodies, areas and funds written in the received budgets are, and of those that are none the nearest names. -#}
with stampati as (
    select distinct 'ente_id' as colonna, ente_id as stampato from {{ ref('int_spesa__ricevuta') }}
    union all
    select distinct 'trasferimento_a', trasferimento_a from {{ ref('int_spesa__ricevuta') }}
    union all
    select distinct 'area', area from {{ ref('int_spesa__ricevuta') }}
    union all
    select distinct 'fondo', fondo from {{ ref('int_spesa__ricevuta') }}
),

noti as (
    select 'ente_id' as colonna, ente_id as chiave, ente_id as codice, nome || ' (' || ente_id || ')' as nome
    from {{ ref('int_spesa__enti') }}
    union all
    select 'area', chiave, area_utenza, nome from {{ ref('int_aree__nomi') }}
    union all
    select 'fondo', chiave, fondo, nome from {{ ref('int_fondi__nomi') }} where raccolta is null
),

cercati as (
    select colonna, stampato, if(colonna = 'trasferimento_a', 'ente_id', colonna) as genere,
        if(colonna in ('area', 'fondo'), main.nome_confrontabile(stampato), stampato) as chiave
    from stampati
    where stampato is not null and not main.e_totale(stampato)
),

trovati as (
    select c.*, n.codice
    from cercati as c
    left join noti as n on c.genere = n.colonna and c.chiave = n.chiave
),

simili as (
    select t.colonna, t.stampato,
        array_to_string(max_by(n.nome, jaro_winkler_similarity(t.chiave, lower(n.chiave)), 3), ', ') as simile
    from trovati as t
    inner join noti as n on t.genere = n.colonna
    where t.codice is null
    group by t.colonna, t.stampato
)

select t.colonna, t.stampato, t.codice, s.simile
from trovati as t
left join simili as s on t.colonna = s.colonna and t.stampato = s.stampato
