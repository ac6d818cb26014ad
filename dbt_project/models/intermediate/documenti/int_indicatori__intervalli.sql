{#- 95 % interval of each value by the method that its definition names. -#}
with limiti as (
    select
        u.*, i.metodo_ic, i.moltiplicatore,
        case i.metodo_ic
            when 'wilson' then main.wilson_inf(u.numeratore::double, u.denominatore::double) * i.moltiplicatore
            when 'rapporto' then main.rapporto_inf(u.numeratore::double, u.denominatore::double) * i.moltiplicatore
            when 'byar' then main.byar_inf(u.numeratore::double) / coalesce(nullif(u.denominatore, 0)::double, 1) * i.moltiplicatore
            when 'rapporto_tassi' then main.rapporto_tassi_inf(u.valore, d.decessi::double, d.decessi_riferimento::double)
        end as ic95_inf,
        case i.metodo_ic
            when 'wilson' then main.wilson_sup(u.numeratore::double, u.denominatore::double) * i.moltiplicatore
            when 'rapporto' then main.rapporto_sup(u.numeratore::double, u.denominatore::double) * i.moltiplicatore
            when 'byar' then main.byar_sup(u.numeratore::double) / coalesce(nullif(u.denominatore, 0)::double, 1) * i.moltiplicatore
            when 'rapporto_tassi' then main.rapporto_tassi_sup(u.valore, d.decessi::double, d.decessi_riferimento::double)
        end as ic95_sup
    from {{ ref('int_indicatori__uniti') }} as u
    inner join {{ ref('stg_definizioni__indicatore') }} as i on u.indicatore_id = i.indicatore_id
    left join {{ ref('int_documenti__mortalita_riferita') }} as d
        on u.indicatore_id = d.indicatore_id and u.territorio_id = d.territorio_id
)

select * exclude (ic95_inf, ic95_sup),
    case when valore is not null then ic95_inf end as ic95_inf,
    case when valore is not null then ic95_sup end as ic95_sup
from limiti
