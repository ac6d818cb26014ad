{#- All indicator values before the comparison with the year before: computed from ISTAT, recomputed from documents, resources. -#}
with istat as (
    select c.territorio_id, c.indicatore_id, c.anno, 'residenti_istat' as base_popolazione, 'puntuale' as metodo_denominatore,
        c.fonte_id, split_part(c.fonte_id, '/', 1) as serie, c.numeratore, c.denominatore,
        case when i.denominatore is null then c.numeratore::double
            else c.numeratore::double / nullif(c.denominatore, 0) * i.moltiplicatore end as valore,
        case when i.denominatore is not null and coalesce(c.denominatore, 0) = 0 then 'denominatore_zero' end as motivo_assenza
    from {{ ref('int_popolazione__componenti') }} as c
    inner join {{ ref('stg_definizioni__indicatore') }} as i on c.indicatore_id = i.indicatore_id
),

documenti as (
    select territorio_id, indicatore_id, anno, base_popolazione, metodo_denominatore, fonte_id, fonte_id as serie,
        numeratore, denominatore, valore, motivo_assenza, valore_stampato, testo_stampato, decimali_stampati, file, riga,
        colonna, riga_documento
    from {{ ref('int_documenti__indicatori') }}
),

risorse as (
    select territorio_id, indicatore_id, anno, 'non_applicabile' as base_popolazione, 'non_applicabile' as metodo_denominatore,
        fonte_id, split_part(fonte_id, '/', 1) as serie, importo_eur as numeratore, importo_eur::double as valore,
        importo_eur::double as valore_stampato, file, riga, colonna, riga_documento
    from {{ ref('int_risorse__annue') }}
)

select * from istat
union all by name
select * from documenti
union all by name
select * from risorse
