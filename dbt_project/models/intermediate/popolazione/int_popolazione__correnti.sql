{#- Of the deliveries that give a comune and year, the one that counts: whole, final before
    provisional, of the latest release. A comune that merged later is whole when all that merged are there. -#}
with predecessori as (
    select c.codice_corrente, count(*) as codici
    from {{ ref('int_comuni__codici') }} as c
    where c.codice <> c.codice_corrente
    group by c.codice_corrente
),

per_territorio as (
    select k.fonte_id, k.anno, k.cittadinanza, k.territorio_id, k.codice_corrente,
        bool_and(k.e_completo) as e_completo,
        bool_or(not k.e_ricostruito) as ha_codice_corrente,
        count(*) as codici,
        bool_or(k.e_ricostruito) as e_ricostruito
    from {{ ref('int_popolazione__consegne') }} as k
    where k.territorio_id is not null
    group by all
)

select t.territorio_id, t.anno, t.cittadinanza, t.fonte_id, t.e_ricostruito, f.provvisorio
from per_territorio as t
inner join {{ ref('stg_raw__file') }} as f on t.fonte_id = f.fonte_id || '/' || f.tabella
left join predecessori as p on t.codice_corrente = p.codice_corrente
where t.e_completo and (t.ha_codice_corrente or t.codici = p.codici)
qualify row_number() over (
    partition by t.territorio_id, t.anno, t.cittadinanza order by f.provvisorio, f.rilasciato_il desc, t.fonte_id
) = 1
