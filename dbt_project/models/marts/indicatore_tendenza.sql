with riprese as (
    select serie, max(anno) as anno from {{ ref('interruzione_serie') }} group by serie
),

-- From the last break of the series on, and final figures only: a revision is not a change.
valori as (
    select v.territorio_id, v.indicatore_id, v.base_popolazione, v.metodo_denominatore, v.serie,
        v.anno, v.valore, v.ic95_inf, v.ic95_sup
    from {{ ref('indicatore_valore') }} as v
    left join riprese as r on v.serie = r.serie
    where v.corrente and v.valore is not null and v.provvisorio is not true and v.anno >= coalesce(r.anno, v.anno)
),

recenti as (
    -- The five most recent, as FingertipsNext does.
    select territorio_id, indicatore_id, base_popolazione, metodo_denominatore, serie,
        list_reverse(max({'anno': anno, 'valore': valore, 'inf': ic95_inf, 'sup': ic95_sup}, 5)) as punti
    from valori
    group by all
),

serie as (
    select * exclude (punti),
        list_transform(punti, lambda p: p.anno) as anni,
        list_transform(punti, lambda p: p.valore) as valori,
        list_transform(punti, lambda p: p.inf) as inf,
        list_transform(punti, lambda p: p.sup) as sup,
        len(punti) = 5 and punti[5].anno - punti[1].anno = 4 as in_fila
    from recenti
),

-- Materialized: otherwise each regression is made again wherever its result is read. Fewer than five years in a row need
-- none: their reason is told by the years alone.
rette as materialized (
    select *,
        case when in_fila then main.tendenza_pendenza(anni, valori, inf, sup) end as pendenza,
        case when in_fila then main.tendenza_chi2(anni, valori, inf, sup) end as chi2,
        case when in_fila then main.tendenza_segno_stabile(anni, valori, inf, sup) end as segno_stabile
    from serie
),

giudizio as (
    select *, main.tendenza_motivo(anni, chi2, segno_stabile) as motivo
    from rette
)

select territorio_id, indicatore_id, base_popolazione, metodo_denominatore, serie,
    anni[1] as dal,
    anni[-1] as al,
    len(anni)::integer as punti,
    pendenza,
    chi2,
    main.tendenza_esito(pendenza, motivo) as esito,
    motivo
from giudizio
