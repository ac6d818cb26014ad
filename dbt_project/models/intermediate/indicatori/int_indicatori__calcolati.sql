{#- Indicators computed from measures: sums of comuni first, ratios after, so that an ambito's value is a ratio of sums. -#}
with attesi as (
    select indicatore_id,
        count(*) filter (ruolo = 'numeratore') as addendi_numeratore,
        count(*) filter (ruolo = 'denominatore') as addendi_denominatore,
        any_value(gruppo) filter (ruolo = 'numeratore') as gruppo_numeratore,
        any_value(gruppo) filter (ruolo = 'denominatore') as gruppo_denominatore,
        bool_or(momento = 'media_annua' or misura = 'voce:popolazione_media') filter (ruolo = 'denominatore') as e_media
    from {{ ref('int_indicatori__addendi') }}
    group by indicatore_id
),

sommati as (
    select m.territorio_id, m.anno, c.indicatore_id,
        sum(m.valore * c.segno) filter (c.ruolo = 'numeratore') as numeratore,
        sum(m.valore * c.segno) filter (c.ruolo = 'denominatore') as denominatore,
        count(*) filter (c.ruolo = 'numeratore') as trovati_numeratore,
        count(*) filter (c.ruolo = 'denominatore') as trovati_denominatore
    from {{ ref('int_misure__unite') }} as m
    inner join {{ ref('int_indicatori__addendi') }} as c on m.misura = c.misura
    group by all
),

riferiti as (
    select s.territorio_id, s.anno, s.indicatore_id, a.e_media, a.addendi_denominatore > 0 as ha_denominatore,
        n.comuni_presenti, n.comuni_attesi, n.fonte_id, n.e_ricostruito or coalesce(d.e_ricostruito, false) as e_ricostruito,
        list_sort(list_distinct(n.fonti || coalesce(d.fonti, []))) as fonti,
        n.gruppo as gruppo_numeratore,
        n.e_coperto and coalesce(d.e_coperto, true) as e_coperto,
        s.trovati_denominatore = a.addendi_denominatore as ha_tutto,
        s.numeratore, s.denominatore
    from sommati as s
    inner join attesi as a on s.indicatore_id = a.indicatore_id
    inner join {{ ref('int_popolazione__copertura') }} as n
        on s.territorio_id = n.territorio_id and s.anno = n.anno and a.gruppo_numeratore = n.gruppo
    left join {{ ref('int_popolazione__copertura') }} as d
        on s.territorio_id = d.territorio_id and s.anno = d.anno and a.gruppo_denominatore = d.gruppo
        and a.gruppo_denominatore <> a.gruppo_numeratore
    where s.trovati_numeratore = a.addendi_numeratore
)

select
    territorio_id, indicatore_id, anno, fonte_id, fonti, gruppo_numeratore, comuni_presenti, comuni_attesi, e_ricostruito,
    if(coalesce(e_media, false), 'media_annua', 'puntuale') as metodo_denominatore,
    if(e_coperto and ha_tutto, numeratore, null) as numeratore,
    if(e_coperto and ha_tutto and ha_denominatore, denominatore, null) as denominatore,
    case
        when not e_coperto then 'comuni_mancanti'
        when not ha_tutto and e_media then 'manca_popolazione_fine_anno'
        when not ha_tutto then 'manca_denominatore'
        when ha_denominatore and denominatore = 0 then 'denominatore_zero'
    end as motivo_assenza
from riferiti
