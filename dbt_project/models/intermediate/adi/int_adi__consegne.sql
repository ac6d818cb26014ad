{{ config(database="riservato") }}
{#- The received case files, with what the rules say of each: which of an ambito count, and as which published source. -#}
with file_letti as (
    select distinct c.fonte_id, c.file, c.ambito_id, c.misura, c.formato, c.estratto_il
    from {{ ref('stg_riservato__casi') }} as c
),

regolati as (
    select l.*, coalesce(f.fonte_id || '/' || f.tabella, l.fonte_id) as fonte_pubblicata,
        coalesce(k.valore, 'fotografia') as consegna,
        coalesce(i.valore, 'domanda') as identita,
        coalesce(p.valore::integer, 99) as precedenza
    from file_letti as l
    left join {{ ref('stg_raw__file') }} as f
        on l.file = f.file and l.fonte_id in (f.fonte_id, f.fonte_id || '/' || f.tabella)
    left join {{ ref('adi_regole') }} as k on k.regola = 'consegna' and l.formato = k.parametro
    left join {{ ref('adi_regole') }} as i on i.regola = 'identita' and l.formato = i.parametro
    left join {{ ref('adi_regole') }} as p on p.regola = 'precedenza' and l.formato = p.parametro
),

scelte as (
    select ambito_id, misura, min_by(formato, (precedenza, formato)) as formato
    from regolati
    group by ambito_id, misura
)

select
    r.fonte_id, r.file, r.ambito_id, r.misura, r.formato, r.estratto_il, r.fonte_pubblicata, r.consegna, r.identita,
    max(r.estratto_il) over di_un_formato as ultima_estrazione,
    -- One ambito, one measure, one published source: the latest of its extractions gives the name.
    last_value(r.fonte_pubblicata) over (di_un_formato order by r.estratto_il, r.fonte_pubblicata
        rows between unbounded preceding and unbounded following) as fonte_corrente,
    case
        when r.formato <> s.formato then 'fonte_non_prevalente'
        when r.consegna = 'fotografia' and r.estratto_il < max(r.estratto_il) over di_un_formato then 'estrazione_superata'
    end as esclusione
from regolati as r
inner join scelte as s on r.ambito_id = s.ambito_id and r.misura = s.misura
window di_un_formato as (partition by r.ambito_id, r.misura, r.formato)
