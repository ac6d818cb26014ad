{{ config(materialized='view') }}
{#- What numerators and denominators are made of, in words; a mean population is that of its two ends. -#}
select indicatore_id, ruolo, ordine, segno,
    unnest(if(voce = 'popolazione_media', ['popolazione_inizio', 'popolazione_fine', 'popolazione_censita'], [voce])) as voce,
    cittadinanza, sesso, eta_min, eta_max, peso, momento,
    case when voce is not null then replace(voce, '_', ' ')
        else case sesso when 'M' then 'maschi' when 'F' then 'femmine' else 'residenti' end
            || if(cittadinanza = 'straniera', ' di cittadinanza straniera', '')
            || case when eta_min = 0 and eta_max = 100 then '' when eta_max = 100 then ' da ' || eta_min || ' anni in su'
                else ' da ' || eta_min || ' a ' || eta_max || ' anni' end
            || if(peso = 'eta', ', per la loro età più mezzo anno', '')
            || if(momento = 'media_annua', ', media dei due 1° gennaio', '')
    end as frase
from {{ ref('int_indicatori__addendi') }}
