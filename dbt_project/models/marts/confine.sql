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

vertici as (
    select territorio_id, geojson,
        string_split(translate(json_extract_string(geojson, '$.coordinates'), '[]', ''), ',')::double[] as numeri
    from poligoni
),

-- Longitude and latitude in turns.
cornici as (
    select territorio_id, geojson, numeri[1:-:2] as lon, numeri[2:-:2] as lat from vertici
)

-- The label stands in the middle of the polygon's frame: good enough for a name, and needs no geometry engine.
select territorio_id, geojson,
    (list_min(lon) + list_max(lon)) / 2 as lon,
    (list_min(lat) + list_max(lat)) / 2 as lat,
    2023 as anno
from cornici
