with istat as (
    select territorio_id, anno, sesso, eta_min, eta_max, cittadinanza, 'residenti_istat' as base_popolazione, fonte_id,
        residenti, corrente
    from {{ ref('int_popolazione__per_eta') }}
),

documenti as (
    select
        territorio_id, anno,
        case when codice in ('maschi', 'stranieri_maschi') then 'M' else 'F' end as sesso,
        0 as eta_min, null::integer as eta_max,
        case when codice like 'stranieri%' then 'straniera' else 'totale' end as cittadinanza,
        base_popolazione, fonte_id,
        -- A share printed in a count cell is no number of persons.
        case when valore = floor(valore) then valore::bigint end as residenti,
        true as corrente
    from {{ ref('int_documenti__quantita') }}
    where tabella = 'residenti_stranieri' and territorio_id like 'com:%'
        and codice in ('maschi', 'femmine', 'stranieri_maschi', 'stranieri_femmine')
)

select * from istat
union all by name
select * from documenti
