{{ config(database='riservato') }}
{#- How many rows of an ambito's files met with each outcome, and of those that count which are renewals. -#}
select fonte_corrente as fonte_id, ambito_id, misura, ultima_estrazione as estratto_il, 'righe' as dimensione, esito as modalita,
    count(*) as righe
from {{ ref('int_adi__righe') }}
where ambito_id in (select padre_id from {{ ref('int_territori__legami') }})
group by all
union all
select fonte_corrente, ambito_id, misura, ultima_estrazione, 'domande_contate',
    ordine || if(ha_nucleo_variato, '_nucleo_variato', ''), count(*)
from {{ ref('int_adi__periodi') }}
group by all
