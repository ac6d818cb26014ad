select
    s.ente_id,
    t.nome as ente_nome,
    s.anno::integer as anno,
    s.area,
    coalesce(a.nome, s.area) as area_nome,
    coalesce(a.ordine, 99)::integer as area_ordine,
    s.servizio,
    s.fondo,
    f.nome as fondo_nome,
    f.ordine::integer as fondo_ordine,
    s.stato_spesa,
    s.verso,
    s.importo_eur::decimal(14, 2) as importo_eur,
    s.fondo_stampato,
    s.annualita_fondo::integer as annualita_fondo,
    s.capitolo,
    s.capitolo_nome,
    s.quota_parte,
    s.periodo_dichiarato,
    s.corretta,
    s.motivo_correzione,
    s.fonte_id,
    s.file,
    s.riga,
    s.colonna,
    s.riga_documento,
    s.valore_stampato,
    case when s.importo_eur is null and s.valore_stampato is null then 'importo_non_stampato'
        when s.importo_eur is null then 'cella_non_leggibile' end as motivo_assenza
from {{ ref('int_spesa__unita') }} as s
left join {{ ref('dim_territorio') }} as t on s.ente_id = t.territorio_id
left join {{ ref('fondo') }} as f on s.fondo = f.fondo
left join {{ ref('area_intervento') }} as a
    on split_part(s.fonte_id, '/', 1) = a.raccolta and s.area = a.area
