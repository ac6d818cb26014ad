{#- Consumer prices of a year in those of the last year known: what a euro of that year is worth in euro of the last. Made by
    chaining yearly means that are published with one decimal; a year before a missing one has no coefficient. -#}
with anni as (
    select anno, variazione_pct, max(anno) over () as anno_base,
        anno - row_number() over (order by anno) as serie
    from {{ ref('deflatore') }}
),

-- Only the years that follow one another up to the last.
ultimi as (
    select * from anni qualify serie = max(serie) over ()
)

select u.anno, any_value(u.anno_base)::integer as anno_base,
    coalesce(product(1 + d.variazione_pct / 100.0), 1)::double as coefficiente
from ultimi as u
left join ultimi as d on d.anno > u.anno
group by u.anno
union all
-- The rate of the first year leads from the year before it.
select min(anno) - 1, any_value(anno_base)::integer, product(1 + variazione_pct / 100.0)::double from ultimi
