{{ config(materialized='view') }}
{#- All indicator values before the comparison with the year before: computed from ISTAT, published as totals by others,
    recomputed from documents, resources. precedenza: which of two for the same territory and year the pages show. -#}
with serie_bilancio as (
    select distinct fonte_id, serie from {{ ref('int_bilancio__correnti') }}
),

istat as (
    select c.territorio_id, c.indicatore_id, c.anno, 'residenti_istat' as base_popolazione, c.metodo_denominatore,
        c.fonte_id, if(c.gruppo_numeratore = 'bilancio', b.serie, 'istat_residenti_1_gennaio') as serie,
        1 as precedenza, c.fonti, c.comuni_presenti, c.comuni_attesi, c.e_ricostruito,
        c.numeratore, c.denominatore,
        case when i.denominatore is null then c.numeratore::double
            else c.numeratore::double / nullif(c.denominatore, 0) * i.moltiplicatore end as valore,
        c.motivo_assenza
    from {{ ref('int_indicatori__calcolati') }} as c
    inner join {{ ref('stg_definizioni__indicatore') }} as i on c.indicatore_id = i.indicatore_id
    left join serie_bilancio as b on c.fonte_id = b.fonte_id
),

osservazioni as (
    select territorio_id, indicatore_id, anno, base_popolazione, 'puntuale' as metodo_denominatore, fonte_id, serie,
        2 as precedenza, [fonte_id] as fonti, comuni_presenti, comuni_attesi, valore as numeratore, valore::double as valore,
        file, riga, colonna
    from {{ ref('int_osservazioni__residenti') }}
),

documenti as (
    select territorio_id, indicatore_id, anno, base_popolazione, metodo_denominatore, fonte_id, fonte_id as serie,
        3 as precedenza, [fonte_id] as fonti, numeratore, denominatore, valore, motivo_assenza, valore_stampato, testo_stampato, decimali_stampati, file, riga,
        colonna, riga_documento
    from {{ ref('int_documenti__indicatori') }}
),

risorse as (
    select territorio_id, indicatore_id, anno, 'non_applicabile' as base_popolazione, 'non_applicabile' as metodo_denominatore,
        fonte_id, split_part(fonte_id, '/', 1) as serie, 3 as precedenza, [fonte_id] as fonti, importo_eur as numeratore, importo_eur::double as valore,
        importo_eur::double as valore_stampato, file, riga, colonna, riga_documento
    from {{ ref('int_risorse__annue') }}
)

select * from istat
union all by name
select * from osservazioni
union all by name
select * from documenti
union all by name
select * from risorse
