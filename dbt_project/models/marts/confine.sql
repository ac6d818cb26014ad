{#- A comune made by a merger after the map is drawn as the polygons of those that merged, side by side. -#}
with comuni as (
    select coalesce(c.codice_corrente, m.codice) as codice, m.geojson
    from (
        select lpad(municipality_code::text, 6, '0') as codice, geometry as geojson
        from {{ ref('stg_istat__confini_comuni') }}
    ) as m
    left join {{ ref('int_comuni__codici') }} as c on m.codice = c.codice
),

poligoni as (
    select 'com:' || codice as territorio_id,
        case count(*) when 1 then any_value(geojson) else '{"type":"MultiPolygon","coordinates":[' || string_agg(
            case json_extract_string(geojson, '$.type')
                when 'Polygon' then json_extract(geojson, '$.coordinates')::text
                else (json_extract(geojson, '$.coordinates')::text)[2:-2] end, ',' order by geojson
        ) || ']}' end as geojson
    from comuni
    group by codice
    union all
    select 'prov:' || lpad(province_code::text, 3, '0'), geometry
    from {{ ref('stg_istat__confini_province') }}
    union all
    select 'reg:' || lpad(region_code::text, 2, '0'), geometry
    from {{ ref('stg_istat__confini_regioni') }}
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
    2023 as anno
from poligoni as p
inner join vertici as v on p.territorio_id = v.territorio_id
group by all
