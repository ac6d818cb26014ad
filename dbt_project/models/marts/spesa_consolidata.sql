{#- Spending of an ambito with all its bodies: what each comune spends by itself and what is managed together, once. Money that
    a body hands to another of the same ambito is spent there: adding both would count it twice. -#}
with righe as (
    select a.ambito_id, a.anno, a.stato_spesa, a.area_utenza, a.fondo, a.importo_eur, a.senza_importo,
        coalesce(a.gestione, if(a.ente_tipo = 'comune', 'singola', 'associata')) as gestione,
        a.trasferimento_a is not null and t.ambito_id is not distinct from a.ambito_id as interno,
        a.trasferimento_a is not null and t.ambito_id is distinct from a.ambito_id as esterno,
        a.ente_id
    from {{ ref('int_spesa__aggregata') }} as a
    left join {{ ref('int_spesa__enti') }} as t on a.trasferimento_a = t.ente_id
    where a.corrente and a.verso = 'spesa' and a.ambito_id is not null
)

select r.ambito_id, any_value(t.nome) as ambito_nome, r.anno::integer as anno, r.stato_spesa,
    coalesce(r.area_utenza, 'non_riconosciuta') as area_utenza, coalesce(any_value(a.nome), 'Area non riconosciuta') as area_nome,
    r.fondo, any_value(f.nome) as fondo_nome,
    sum(r.importo_eur)::decimal(16, 2) as lorda_eur,
    coalesce(sum(r.importo_eur) filter (r.interno), 0)::decimal(16, 2) as trasferimenti_eur,
    (sum(r.importo_eur) - coalesce(sum(r.importo_eur) filter (r.interno), 0))::decimal(16, 2) as consolidata_eur,
    coalesce(sum(r.importo_eur) filter (r.gestione = 'singola' and not r.interno), 0)::decimal(16, 2) as singola_eur,
    coalesce(sum(r.importo_eur) filter (r.gestione = 'associata' and not r.interno), 0)::decimal(16, 2) as associata_eur,
    coalesce(sum(r.importo_eur) filter (r.esterno), 0)::decimal(16, 2) as trasferimenti_esterni_eur,
    (100 * coalesce(sum(r.importo_eur) filter (r.interno), 0)
        / nullif(sum(r.importo_eur) - coalesce(sum(r.importo_eur) filter (r.interno), 0), 0))::double as doppio_conteggio_pct,
    count(distinct r.ente_id)::integer as enti, sum(r.senza_importo)::integer as senza_importo
from righe as r
left join {{ ref('int_spesa__enti') }} as t on r.ambito_id = t.ente_id
left join {{ ref('area_utenza') }} as a on r.area_utenza = a.area_utenza
left join {{ ref('fondo') }} as f on r.fondo = f.fondo
group by r.ambito_id, r.anno, r.stato_spesa, r.area_utenza, r.fondo
