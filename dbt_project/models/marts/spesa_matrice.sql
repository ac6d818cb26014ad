{#- Areas by funds: cells, sums of areas, of funds, of all; as corrected, and where corrections were declared also as printed.
    Beside each sum what the document prints for it. -#}
with importi as (
    select ente_id, anno, stato_spesa, verso, consegna, 'corretta' as versione, area, fondo, importo_eur, righe, senza_importo,
        non_sommate
    from {{ ref('int_spesa__aggregata') }}
    where corrente
    union all
    select u.ente_id, u.anno, u.stato_spesa, u.verso, u.consegna, 'stampata', u.area, coalesce(u.fondo_intestazione, 'fuori_colonna'),
        if(u.sommabile, u.importo_eur, null), 1, (u.importo_eur is null)::integer, (not u.sommabile)::integer
    from {{ ref('int_spesa__unita') }} as u
    semi join (select distinct ente_id, anno, stato_spesa, verso, consegna from {{ ref('int_spesa__unita') }} where corretta) as k
        using (ente_id, anno, stato_spesa, verso, consegna)
    semi join (select distinct ente_id, anno, stato_spesa, verso, consegna from {{ ref('int_spesa__aggregata') }} where corrente)
        as v using (ente_id, anno, stato_spesa, verso, consegna)
),

sommati as (
    select ente_id, anno, stato_spesa, verso, consegna, versione, area, fondo,
        case grouping(area, fondo) when 0 then 'cella' when 1 then 'area' when 2 then 'fondo' else 'totale' end as livello,
        sum(importo_eur)::decimal(16, 2) as importo_eur, sum(righe)::integer as righe,
        sum(senza_importo)::integer as senza_importo, sum(non_sommate)::integer as non_sommate
    from importi
    group by grouping sets (
        (ente_id, anno, stato_spesa, verso, consegna, versione, area, fondo),
        (ente_id, anno, stato_spesa, verso, consegna, versione, area),
        (ente_id, anno, stato_spesa, verso, consegna, versione, fondo),
        (ente_id, anno, stato_spesa, verso, consegna, versione)
    )
),

-- What the summary prints; in a budget received, its rows of totals.
stampati as (
    select m.ente_id, m.anno, m.stato_spesa, m.verso, m.consegna,
        case when m.totale_di is null or m.totale_di = 'area_fondo' then 'cella'
            when m.totale_di in ('riga', 'area') then 'area' when m.totale_di = 'colonna' then 'fondo' else 'totale' end
            as livello,
        if(m.totale_di in ('colonna', 'tutto'), null, coalesce(a.codice, m.area, m.riga_chiave)) as area,
        if(m.totale_di in ('riga', 'area', 'tutto'), null, coalesce(m.fondo_codice, m.fondo)) as fondo,
        any_value(m.importo)::decimal(16, 2) as totale_stampato_eur, any_value(m.riga_documento) as riga_documento
    from {{ ref('int_spesa__matrici') }} as m
    left join {{ ref('int_spesa__nomi') }} as a on a.colonna = 'area' and m.area = a.stampato
    where m.fonte_id like '%/riepilogo_aree'
        -- Totals of one sheet of two are not those of the budget: their check tells them.
        or (m.consegna = m.fonte_id and m.foglio = '' and m.totale_di in ('area', 'area_fondo', 'colonna', 'tutto'))
    group by all
)

select s.ente_id, e.nome as ente_nome, s.anno, s.stato_spesa, s.verso, s.consegna, s.versione, s.livello, s.area,
    coalesce(d.nome, a.nome, s.area) as area_nome, coalesce(d.ordine, a.ordine, 99)::integer as area_ordine,
    s.fondo, if(s.fondo = 'fuori_colonna', 'Sotto un''intestazione che non è di un fondo', f.nome) as fondo_nome,
    coalesce(f.ordine, 99)::integer as fondo_ordine, s.importo_eur, s.righe, s.senza_importo, s.non_sommate,
    p.totale_stampato_eur, (s.importo_eur - p.totale_stampato_eur)::decimal(16, 2) as scarto_eur, p.riga_documento
from sommati as s
left join stampati as p
    on s.ente_id = p.ente_id and s.anno = p.anno and s.stato_spesa = p.stato_spesa and s.verso = p.verso
    and s.consegna = p.consegna and s.livello = p.livello and s.area is not distinct from p.area
    and s.fondo is not distinct from p.fondo
left join {{ ref('int_spesa__enti') }} as e on s.ente_id = e.ente_id
left join {{ ref('area_intervento') }} as d on s.consegna = d.raccolta and s.area = d.area
left join {{ ref('area_utenza') }} as a on s.area = a.area_utenza
left join {{ ref('fondo') }} as f on s.fondo = f.fondo
