{#- The residents of the same territory in two sources. ISTAT's are the measure; every other table is put beside them at its
    own year and at those around it, and the year where its territories fit best is proposed. -#}
with valori as (
    select territorio_id, anno, valore, fonte_id, base_popolazione, precedenza,
        -- The register says the day of each count: there is no date to propose.
        serie = 'anpr' as ha_data_certa
    from {{ ref('int_indicatori__uniti') }}
    where indicatore_id = 'residenti' and valore is not null
),

-- Residents by age first; then totals that ISTAT releases later than its ages, republished by others.
misura as (
    select * from valori where precedenza = 1 or (precedenza = 2 and base_popolazione = 'residenti_istat')
),

accostati as (
    select a.fonte_id, a.anno, a.territorio_id, a.valore, a.base_popolazione, a.ha_data_certa,
        m.fonte_id as fonte_misura, m.anno as anno_misura, m.valore as valore_misura
    from valori as a
    inner join misura as m
        on a.territorio_id = m.territorio_id and abs(m.anno - a.anno) <= if(a.ha_data_certa, 0, 2)
        and (a.precedenza > m.precedenza or (a.precedenza = m.precedenza and a.fonte_id > m.fonte_id))
    where a.precedenza > 1
),

-- Whole tables are dated, not single cells: one misprint must not move the date.
per_tabella as (
    select fonte_id, anno, fonte_misura, anno_misura, count(*) as territori,
        count(*) filter (valore = valore_misura) as uguali,
        100 * sum(abs(valore - valore_misura)) / nullif(sum(valore_misura), 0) as scarto_medio_pct
    from accostati
    group by fonte_id, anno, fonte_misura, anno_misura
),

migliori as (
    select *, max((anno_misura = anno)::integer) over (partition by fonte_id, anno) = 1 as ha_stesso_anno
    from per_tabella
    qualify row_number() over (
        partition by fonte_id, anno order by scarto_medio_pct, territori desc, anno_misura desc, fonte_misura
    ) = 1
)

select a.territorio_id, a.fonte_id as fonte_a, a.anno, a.valore as valore_a, a.base_popolazione,
    a.fonte_misura as fonte_b, a.anno_misura as anno_proposto, a.valore_misura as valore_b,
    a.valore - a.valore_misura as scarto, 100 * (a.valore - a.valore_misura) / nullif(a.valore_misura, 0) as scarto_pct,
    m.scarto_medio_pct, m.ha_stesso_anno,
    -- Nearly all equal to the unit: it is that table, whatever date it bears.
    m.uguali >= 0.9 * m.territori as e_la_stessa
from accostati as a
inner join migliori as m
    on a.fonte_id = m.fonte_id and a.anno = m.anno and a.fonte_misura = m.fonte_misura and a.anno_misura = m.anno_misura
