-- Whatever protection did: no small count and no hidden one is in what is published of the cases.
select 'adi_orologio' as tabella, territorio_id, stato_cella from {{ ref('adi_orologio') }}
where casi between 1 and 2 or (stato_cella <> 'pubblicabile' and casi is not null)
union all
select 'int_adi__da_casi', territorio_id, stato_cella from {{ ref('int_adi__da_casi') }}
where least(nuclei, persone) between 1 and 2
    or (stato_cella <> 'pubblicabile' and coalesce(nuclei, persone, importo_medio_eur) is not null)
union all
select 'adi_lettura', ambito_id, stato_cella from {{ ref('adi_lettura') }}
where stato_cella <> 'pubblicabile' and righe is not null
