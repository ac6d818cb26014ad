{{ config(materialized='view') }}
{#- What the project itself declares: the row of the seed, or the file of the definitions. -#}
{{ dichiarata_di('ambito_comune', "'amb:' || ambito_id", "'com:' || lpad(codice_istat::text, 6, '0')", 'null', 'comune') }}
union all {{ dichiarata_di('territorio_dichiarato', 'territorio_id', 'padre_id', 'null', 'motivo') }}
union all {{ dichiarata_di('comune_variazione', 'codice_prima', 'codice_dopo', 'null', 'motivo') }}
union all {{ dichiarata_di('assistenti_sociali_regole', 'nome', 'null', 'null', 'norma') }}
union all {{ dichiarata_di('leps_indicatore_definizione', 'indicatore_id', 'null', 'null', 'definizione') }}
union all {{ dichiarata_di('leps_obiettivo_dichiarato', 'indicatore_id', 'anno', 'piano', 'testo') }}
union all {{ dichiarata_di('correzione_fondo', 'codice', 'colonna_stampata', "raccolta || '/' || tabella", 'motivo') }}
union all {{ dichiarata_di('correzione_colonna', 'colonna_stampata', 'colonna_corretta', "raccolta || '/' || tabella", 'motivo') }}
union all {{ dichiarata_di('fondo', 'fondo', 'null', 'null', 'nome') }}
union all {{ dichiarata_di('programmazione_filo_dichiarato', 'filo_id', 'obiettivo_id', 'raccolta', 'motivo') }}
union all {{ dichiarata_di('adi_annotazione_dichiarata', 'annotazione_id', 'misura', 'null', 'titolo') }}
union all {{ dichiarata_di('adi_regole', 'regola', 'parametro', 'null', 'motivo') }}
union all {{ dichiarata_di('adi_esonero', 'colonna', 'valore', 'null', 'motivo') }}
union all {{ dichiarata_di('spesa_leps_dichiarato', 'riga', 'leps_nome', 'fonte_id', 'motivo') }}
union all
select 'indicatori', indicatore_id, null, null, null, 'dbt_project/indicators', null, null, null, formula
from {{ ref('stg_definizioni__indicatore') }}
union all
select 'eccezioni', controllo_id, territorio_id, anno::text, null, 'dbt_project/indicators/eccezioni.yml',
    null, null, null, motivo
from {{ ref('stg_definizioni__eccezione') }}
