-- Numbers in place of names: windows over millions of rows sort them, and carry them along, ten times faster.
with territori as (
    select territorio_id, row_number() over (order by territorio_id) as territorio
    from (select distinct territorio_id from {{ ref('int_indicatori__intervalli') }})
),

serie as (
    select *, row_number() over (order by indicatore_id, base_popolazione, metodo_denominatore, serie) as numero_serie,
        dense_rank() over (order by indicatore_id, base_popolazione, metodo_denominatore) as fatto
    from (
        select distinct indicatore_id, base_popolazione, metodo_denominatore, serie
        from {{ ref('int_indicatori__intervalli') }}
    )
),

-- Of two deliveries that of the lower number counts: final before provisional, then the latest release.
fonti as (
    select fonte_id, data_riferimento, provvisorio,
        row_number() over (order by provvisorio, rilasciato_il desc, fonte_id) as fonte
    from {{ ref('dim_fonte') }}
),

rilasciati as (
    select v.* exclude (territorio_id, indicatore_id, base_popolazione, metodo_denominatore, serie, fonte_id),
        t.territorio, s.numero_serie, f.fonte,
        row_number() over (partition by t.territorio, s.fatto, v.anno order by v.precedenza, f.fonte) = 1 as corrente
    from {{ ref('int_indicatori__intervalli') }} as v
    inner join territori as t on v.territorio_id = t.territorio_id
    inner join serie as s
        on v.indicatore_id = s.indicatore_id and v.base_popolazione = s.base_popolazione
        and v.metodo_denominatore = s.metodo_denominatore and v.serie = s.serie
    inner join fonti as f on v.fonte_id = f.fonte_id
),

precedente as (
    select
        v.*,
        lag(v.anno) over anni as anno_prima,
        lag(v.valore) over anni as valore_prima,
        lag(v.numeratore) over anni as numeratore_prima,
        lag(v.denominatore) over anni as denominatore_prima
    from rilasciati as v
    -- The same series: what differs in base, method or source is another fact.
    window anni as (partition by v.territorio, v.numero_serie order by v.anno)
),

confronto as (
    select
        *,
        case when anno_prima = anno - 1 then valore_prima end as valore_anno_precedente,
        case when anno_prima = anno - 1 and valore_prima <> 0
            then 100 * (valore - valore_prima) / abs(valore_prima) end as variazione_pct,
        case when anno_prima = anno - 1 then numeratore_prima end as numeratore_precedente
    from precedente
),

giudizio as (
    select
        c.*, t.territorio_id, s.indicatore_id, s.base_popolazione, s.metodo_denominatore, s.serie,
        f.fonte_id, f.data_riferimento, f.provvisorio, i.variazione_min_pct, i.variazione_max_pct,
        c.variazione_pct < i.variazione_min_pct or c.variazione_pct > i.variazione_max_pct as oltre_intervallo,
        -- Money is not a count of independent events: chance does not enter.
        case when i.unita = 'euro' or c.numeratore is null then true
            -- A mean is not a count either: chance moves it the less, the more people it is of.
            when i.variazione_scarto_tipo is not null then abs(c.valore - c.valore_anno_precedente)
                > 3 * i.variazione_scarto_tipo * sqrt(1 / c.denominatore + 1 / c.denominatore_prima)
            else main.oltre_il_caso(c.numeratore::double, c.numeratore_precedente::double) end as oltre_il_caso
    from confronto as c
    inner join territori as t on c.territorio = t.territorio
    inner join serie as s on c.numero_serie = s.numero_serie
    inner join fonti as f on c.fonte = f.fonte
    inner join {{ ref('stg_definizioni__indicatore') }} as i on s.indicatore_id = i.indicatore_id
)

select
    g.territorio_id,
    g.indicatore_id,
    g.anno::integer as anno,
    g.base_popolazione,
    g.fonte_id,
    g.metodo_denominatore,
    g.serie,
    g.corrente,
    g.valore,
    g.numeratore::double as numeratore,
    g.denominatore::double as denominatore,
    g.ic95_inf,
    g.ic95_sup,
    g.valore_stampato,
    g.testo_stampato,
    g.decimali_stampati::integer as decimali_stampati,
    g.valore_anno_precedente,
    g.variazione_pct,
    case
        when g.variazione_pct is null or g.variazione_min_pct is null then 'non_valutabile'
        when g.oltre_intervallo and g.oltre_il_caso then 'fuori'
        else 'entro'
    end as esito_variazione,
    case
        when g.valore is null then 'il valore manca'
        when g.anno_prima is null then 'nessun anno precedente nella stessa serie'
        when g.anno_prima <> g.anno - 1 then 'manca l''anno ' || (g.anno - 1)
        when g.valore_prima is null then 'il valore dell''anno precedente manca'
        when g.valore_prima = 0 then 'il valore dell''anno precedente è zero'
        when g.variazione_min_pct is null then 'nessun intervallo atteso per questo indicatore'
        when g.oltre_intervallo and not g.oltre_il_caso then 'oltre l''intervallo, ma non oltre quanto spiega il caso'
        when g.oltre_intervallo then 'fuori dall''intervallo da ' || main.numero_it(g.variazione_min_pct) || ' % a '
            || main.numero_it(g.variazione_max_pct) || ' %'
    end as motivo_variazione,
    g.oltre_intervallo,
    case when g.variazione_pct is not null then g.oltre_il_caso end as oltre_il_caso,
    n.motivo as interruzione,
    g.motivo_assenza,
    g.data_riferimento,
    g.provvisorio,
    g.fonti,
    g.comuni_presenti,
    g.comuni_attesi,
    coalesce(g.e_ricostruito, false) as e_ricostruito,
    g.file,
    g.riga,
    g.colonna,
    g.riga_documento
from giudizio as g
left join {{ ref('interruzione_serie') }} as n on g.serie = n.serie and g.anno = n.anno
-- Pages ask for a territory at a time: its rows stand together, and the others are not read.
order by g.territorio, g.numero_serie, g.anno
