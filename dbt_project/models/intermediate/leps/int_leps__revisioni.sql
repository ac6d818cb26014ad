{#- The latest revision that changed an outcome. A cell is judged again after each recording of its own value and, where
    the rule compares, of the year before; to complete what was missing is no revision. -#}
{%- set cella = 'ambito_id, indicatore_id, anno' -%}
with notizie as (
    select {{ cella }}, rilevato_il, rilasciato_il, file, riga, versioni, versione, null::integer as versione_base
    from {{ ref('int_leps__versioni') }}
    union all
    select b.ambito_id, b.indicatore_id, a.anno, b.rilevato_il, b.rilasciato_il, b.file, b.riga, b.versioni, null,
        b.versione
    from {{ ref('int_leps__versioni') }} as b
    inner join {{ ref('int_leps__attesi') }} as a
        on b.ambito_id = a.ambito_id and b.indicatore_id = a.indicatore_id and b.anno + 1 = a.anno
    where main.leps_si_confronta(a.regola, a.minimo)
),

-- Which versions were known after each of them: they are numbered in the order in which they came.
note as (
    select {{ cella }}, rilevato_il as notizia_del, versione is null as e_base,
        max(versione) over storia as versione, max(versione_base) over storia as versione_base,
            row_number() over storia as passo
    from notizie
    window storia as (partition by {{ cella }} order by rilevato_il, rilasciato_il, file, riga
        rows between unbounded preceding and current row)
    -- A cell without a second version of anything was never revised.
    qualify max(versioni) over (partition by {{ cella }}) > 1
),

accostate as (
    select a.*, n.notizia_del, n.e_base, n.passo, n.versione, n.versione_base,
        v.numeratore, v.denominatore, v.valore, v.stato_traguardo, v.soppresso, v.evidenza, v.nota,
        b.valore as valore_precedente
    from note as n
    inner join {{ ref('int_leps__attesi') }} as a using ({{ cella }})
    inner join {{ ref('int_leps__versioni') }} as v using ({{ cella }}, versione)
    left join {{ ref('int_leps__versioni') }} as b
        on n.ambito_id = b.ambito_id and n.indicatore_id = b.indicatore_id and n.anno = b.anno + 1
            and n.versione_base = b.versione
    where b.versione is not null or not main.leps_si_confronta(a.regola, a.minimo)
),

giudicate as (
    select *, {{ leps_giudizio_di('stato', 'f', 'f', 'null') }} as stato from accostate as f
),

cambiate as (
    select {{ cella }}, notizia_del, e_base, passo, stato, valore, valore_precedente, stato_traguardo,
        lag(stato) over passi as stato_prima, lag(versione) over passi as versione_prima,
        lag(versione_base) over passi as versione_base_prima
    from giudicate
    window passi as (partition by {{ cella }} order by passo)
    qualify stato <> lag(stato) over passi
),

ultime as (
    select * from cambiate
    qualify row_number() over (partition by {{ cella }} order by passo desc) = 1
)

select u.ambito_id, u.indicatore_id, u.anno, u.stato_prima as esito_precedente, u.stato as esito_rivisto,
    if(u.e_base, 'valore_base', 'valore') as revisione_di,
    if(u.e_base, b.valore, v.valore) as valore_prima,
    if(u.e_base, u.valore_precedente, u.valore) as valore_dopo,
    if(u.e_base, null, v.stato_traguardo) as traguardo_prima,
    if(u.e_base, null, u.stato_traguardo) as traguardo_dopo,
    if(u.e_base, b.rilevato_il, v.rilevato_il) as rilevato_il_prima,
    u.notizia_del as revisionato_il
from ultime as u
inner join {{ ref('int_leps__versioni') }} as v
    on u.ambito_id = v.ambito_id and u.indicatore_id = v.indicatore_id and u.anno = v.anno
        and u.versione_prima = v.versione
left join {{ ref('int_leps__versioni') }} as b
    on u.ambito_id = b.ambito_id and u.indicatore_id = b.indicatore_id and u.anno = b.anno + 1
        and u.versione_base_prima = b.versione
