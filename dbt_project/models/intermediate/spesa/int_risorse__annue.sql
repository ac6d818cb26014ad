{#- Resources of the Cremona ambito by year: final accounts 2012-2014 and the forecast of 2015, in the same groups. -#}
with consuntivi as (
    select 'consuntivo' as stato_spesa, voce_codice as gruppo, fonte_id, file, riga, riga_documento,
        unnest([2012, 2013, 2014]) as anno,
        unnest([anno_2012, anno_2013, anno_2014]) as importo_eur,
        unnest(['anno_2012', 'anno_2013', 'anno_2014']) as colonna
    from {{ ref('stg_cremona__risorse_triennio') }}
),

previsione as (
    select 'previsione' as stato_spesa,
        {{ gruppo_risorse('voce_codice') }} as gruppo,
        fonte_id, any_value(file) as file, min(riga) as riga,
        string_agg(riga_documento, ', ' order by riga) as riga_documento,
        2015 as anno, sum(importo) as importo_eur, 'importo' as colonna
    from {{ ref('stg_cremona__previsione_2015') }}
    group by gruppo, fonte_id
)

select 'amb:cremona' as territorio_id, 'risorse_' || gruppo as indicatore_id, * from consuntivi
union all by name
select 'amb:cremona' as territorio_id, 'risorse_' || gruppo as indicatore_id, * from previsione
