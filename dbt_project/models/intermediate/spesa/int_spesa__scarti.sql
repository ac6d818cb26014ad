{#- Every printed total of a matrix against the amounts that it should be the sum of. Grain: matrice_id, totale_di, chiave. -#}
with addendi as (
    select matrice_id, 'riga' as totale_di, riga_chiave as chiave, sum(importo) as somma,
        bool_or(importo is null and valore_stampato is not null) as e_illeggibile
    from {{ ref('int_spesa__matrici') }} where totale_di is null group by all
    union all
    select matrice_id, 'colonna', fondo, sum(importo), bool_or(importo is null and valore_stampato is not null)
    from {{ ref('int_spesa__matrici') }} where totale_di is null group by all
    union all
    select matrice_id, 'area', area, sum(importo), bool_or(importo is null and valore_stampato is not null)
    from {{ ref('int_spesa__matrici') }} where totale_di is null and area is not null group by all
    union all
    select matrice_id, 'area_fondo', area || ' | ' || fondo, sum(importo),
        bool_or(importo is null and valore_stampato is not null)
    from {{ ref('int_spesa__matrici') }} where totale_di is null and area is not null group by all
    union all
    select matrice_id, 'tutto', 'tutto', sum(importo), bool_or(importo is null and valore_stampato is not null)
    from {{ ref('int_spesa__matrici') }} where totale_di is null group by all
),

totali as (
    select *,
        case totale_di when 'riga' then riga_chiave when 'colonna' then fondo when 'area' then area
            when 'area_fondo' then area || ' | ' || fondo else 'tutto' end as chiave
    from {{ ref('int_spesa__matrici') }}
    where totale_di is not null and importo is not null
)

select t.matrice_id, t.matrice_nome, t.ente_id, t.anno, t.totale_di, t.chiave,
    case t.totale_di when 'riga' then 'riga «' || t.riga_chiave || '»'
        when 'colonna' then 'colonna «' || t.colonna_nome || '»' when 'area' then 'area «' || t.area || '»'
        when 'area_fondo' then 'area «' || t.area || '», colonna «' || t.colonna_nome || '»'
        else 'totale generale' end as dove,
    t.importo as stampato, coalesce(a.somma, 0) as somma, coalesce(a.somma, 0) - t.importo as scarto,
    coalesce(a.e_illeggibile, false) as e_illeggibile, t.fonte_id, t.file, t.riga, t.colonna, t.riga_documento,
    t.valore_stampato
from totali as t
left join addendi as a on t.matrice_id = a.matrice_id and t.totale_di = a.totale_di and t.chiave = a.chiave
