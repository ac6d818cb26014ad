{#- Budget lines, resources and chapters: of the documents, and of what bodies sent. -#}
with enti as (
    select ente_id, nome, tipo, ambito_id from {{ ref('int_spesa__enti') }}
),

-- Those that a later delivery took the place of: of millions of rows nearly none.
superate as (
    select distinct ente_id, anno, stato_spesa, verso, consegna
    from {{ ref('int_spesa__aggregata') }}
    where not corrente
),

documenti as (
    select ente_id, anno, area, area_nome, area_ordine, area_utenza, servizio, fondo, fondo_intestazione, stato_spesa, verso,
        importo_eur, fondo_stampato, annualita_fondo, capitolo, capitolo_nome, quota_parte, obiettivo_id, periodo_dichiarato,
        corretta, motivo_correzione, sommabile, motivo_non_sommabile, consegna, fonte_id, file, riga, colonna, riga_documento,
        valore_stampato, false as e_negativo
    from {{ ref('int_spesa__unita') }}
),

inviate as (
    select e.ente_id, e.anno, e.area, coalesce(a.nome, e.area) as area_nome, a.ordine as area_ordine, e.area_utenza,
        e.servizio, e.fondo, e.fondo as fondo_intestazione, e.stato_spesa, e.verso, e.importo_eur, e.fondo_stampato,
        e.annualita_fondo, e.capitolo, e.capitolo_nome, e.quota_parte, e.gestione, e.trasferimento_a,
        'annuale' as periodo_dichiarato, false as corretta, not e.quota_parte as sommabile,
        if(e.quota_parte, 'In quota parte: è già compreso nell''importo del capitolo.', null) as motivo_non_sommabile,
        e.fonte_id as consegna, e.fonte_id, e.file, e.riga, e.colonna, e.valore_stampato, e.e_negativo
    from {{ ref('int_spesa__ente') }} as e
    left join {{ ref('area_utenza') }} as a on e.area_utenza = a.area_utenza
),

unite as (
    select * from documenti
    union all by name select * from inviate
)

select
    s.ente_id,
    t.nome as ente_nome,
    t.tipo as ente_tipo,
    t.ambito_id,
    s.anno::integer as anno,
    s.area,
    s.area_nome,
    coalesce(s.area_ordine, 99)::integer as area_ordine,
    s.area_utenza,
    s.servizio,
    s.fondo,
    f.nome as fondo_nome,
    f.ordine::integer as fondo_ordine,
    s.stato_spesa,
    s.verso,
    s.importo_eur::decimal(14, 2) as importo_eur,
    s.fondo_stampato,
    s.fondo_intestazione,
    s.annualita_fondo::integer as annualita_fondo,
    s.capitolo,
    s.capitolo_nome,
    s.quota_parte,
    s.gestione,
    s.trasferimento_a,
    s.obiettivo_id,
    s.periodo_dichiarato,
    s.corretta,
    s.motivo_correzione,
    s.sommabile,
    s.motivo_non_sommabile,
    c.consegna is null as corrente,
    s.fonte_id,
    s.file,
    s.riga,
    s.colonna,
    s.riga_documento,
    s.valore_stampato,
    case when s.importo_eur is not null then null
        when s.valore_stampato is null then 'importo_non_stampato'
        when s.e_negativo then 'importo_negativo'
        else 'cella_non_leggibile' end as motivo_assenza
from unite as s
left join superate as c
    on s.ente_id = c.ente_id and s.anno = c.anno and s.stato_spesa = c.stato_spesa and s.verso = c.verso
    and s.consegna = c.consegna
left join enti as t on s.ente_id = t.ente_id
left join {{ ref('fondo') }} as f on s.fondo = f.fondo
