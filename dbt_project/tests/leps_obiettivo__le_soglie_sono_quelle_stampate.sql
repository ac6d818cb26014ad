-- The declared thresholds against the printed ones ("≥ 75%", "100%").
with stampate as (
    select indicatore_id, unnest([2025, 2026, 2027]) as anno, unnest([obiettivo_1, obiettivo_2, obiettivo_3]) as testo
    from {{ ref('stg_sebino__leps_indicatori') }}
)

select o.indicatore_id, o.anno, o.soglia_pct, s.testo
from {{ ref('leps_obiettivo') }} as o
inner join stampate as s on o.indicatore_id = s.indicatore_id and o.anno = s.anno
where o.regola = 'soglia' and o.soglia_pct is distinct from try_cast(regexp_extract(s.testo, '([0-9]+) ?%', 1) as integer)
