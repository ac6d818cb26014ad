{#- The latest recording of each cell that cannot be used: where, what was found and expected, what to do. -#}
select
    ambito_id, indicatore_id, anno, rilevato_il, file, riga,
    'nel file «' || parse_filename(file) || '», ' || {{ posto_di_consegna('errori[1]', 'posizioni') }} || ': '
        || main.trovato_atteso(errori[1].trovato, errori[1].atteso)
        || case len(errori) when 1 then '' when 2 then ' (e un altro difetto)' else ' (e altri ' || len(errori) - 1 || ' difetti)' end
        || '; ' || {{ rimedio_di_consegna('errori[1]') }} as difetto
from {{ ref('int_leps__rilevazioni') }}
where ha_obiettivo and len(errori) > 0
qualify row_number() over (partition by ambito_id, indicatore_id, anno order by rilevato_il desc nulls last,
    file desc, riga desc) = 1
