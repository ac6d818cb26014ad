{#- Rows of totals (ALL) of the municipal social spending, against the services of the same area, year and users. A file may
    hold only some services: their sum may be less than the total, never more. -#}
with voci as (
    select fonte_id, file, riga, ref_area, territorio, anno, data_type, valore_stampato, osservazione,
        dimensioni ->> 'CATEG_OF_BENEFICIARIES' as utenza,
        dimensioni ->> 'CATEGORY_OF_SERVICE' as servizio
    from {{ ref('stg_istat__sdmx') }}
    -- Euro add up; amounts per head do not.
    where data_type = 'EXPMUN'
),

parti as (
    select fonte_id, ref_area, anno, data_type, utenza, count(*) as servizi,
        case when count(*) = count(osservazione) then sum(osservazione) end as somma
    from voci
    where servizio <> 'ALL'
    group by all
)

select t.fonte_id, t.file, t.riga, t.territorio, t.anno, t.utenza, t.valore_stampato, t.osservazione as totale,
    p.somma, p.servizi
from voci as t
inner join parti as p
    on t.fonte_id = p.fonte_id and t.ref_area = p.ref_area and t.anno = p.anno and t.data_type = p.data_type
    and t.utenza is not distinct from p.utenza
where t.servizio = 'ALL'
