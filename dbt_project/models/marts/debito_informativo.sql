{#- What the documents say must be reported, to whom and how often. Nobody records yet whether it was: the state says so. -#}
select
    progressivo::integer as progressivo, flusso, periodicita,
    case when flusso ilike '%trimestrale%' or periodicita ilike '%trimestrale%' then 'trimestrale'
        when periodicita ilike '%annuale%' then 'annuale' end as periodo,
    flusso ilike '%trimestrale%' and periodicita not ilike '%trimestrale%' as e_incoerente,
    destinatario, 'non_registrato' as stato, fonte_id, riga_documento
from {{ ref('stg_ovest_solidale__debiti_informativi') }}
