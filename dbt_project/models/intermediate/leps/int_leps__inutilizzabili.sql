{#- The latest recording of each cell that cannot be used, and why. -#}
select
    ambito_id, indicatore_id, anno, rilevato_il, file, riga,
    -- Of the whole sheet or row no single cell is to blame.
    if(errori[1].controllo_id in ('rilevazione_modello', 'rilevazione_doppia'), '', 'in «' || errori[1].colonna || '» ')
        || 'trovato ' || errori[1].trovato || ', atteso ' || errori[1].atteso as difetto
from {{ ref('int_leps__rilevazioni') }}
where ha_obiettivo and len(errori) > 0
qualify row_number() over (partition by ambito_id, indicatore_id, anno order by rilevato_il desc nulls last,
    file desc, riga desc) = 1
