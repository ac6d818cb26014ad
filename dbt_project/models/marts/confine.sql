with poligoni as (
    select 'com:' || lpad(municipality_code::text, 6, '0') as territorio_id, geometry as geojson, 2023 as anno
    from {{ ref('stg_istat__confini_comuni') }}
),

-- The label stands in the middle of the polygon's frame: good enough for a name, and needs no geometry engine.
vertici as (
    select territorio_id,
        unnest(regexp_extract_all(geojson, '\[(-?[0-9.]+),(-?[0-9.]+)\]', 1))::double as lon,
        unnest(regexp_extract_all(geojson, '\[(-?[0-9.]+),(-?[0-9.]+)\]', 2))::double as lat
    from poligoni
)

select p.territorio_id, p.geojson,
    (min(v.lon) + max(v.lon)) / 2 as lon,
    (min(v.lat) + max(v.lat)) / 2 as lat,
    p.anno
from poligoni as p
inner join vertici as v on p.territorio_id = v.territorio_id
group by all
