{#- Of the deliveries that give the balance of a comune and year, the one that counts: yearly before monthly before
    observations, then the latest release. -#}
with interi as (
    select territorio_id, anno, fonte_id, any_value(serie) as serie, any_value(precedenza) as precedenza
    from {{ ref('int_bilancio__ricevuto') }}
    where sesso = 'T' and voce in ('popolazione_inizio', 'popolazione_fine', 'nati', 'morti') and persone is not null
    group by territorio_id, anno, fonte_id
    having count(*) = 4
)

select i.territorio_id, i.anno, i.fonte_id, i.serie
from interi as i
inner join {{ ref('stg_raw__file') }} as f on i.fonte_id = f.fonte_id || '/' || f.tabella
qualify row_number() over (
    partition by i.territorio_id, i.anno order by i.precedenza, f.provvisorio, f.rilasciato_il desc, i.fonte_id
) = 1
