select regola, parametro, valore, null::text as effetto, motivo, norma from {{ ref('adi_regole') }}
union all
select 'esonero', colonna, valore, if(successivi, 'esonerato', 'non_esonerato'), motivo, norma from {{ ref('adi_esonero') }}
