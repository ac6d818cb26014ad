with dichiarazioni as (
    select leps as leps_nome, leps_numero, area, norma, atto, fondi, null::text as integrazione, fonte_id,
        riga_documento
    from {{ ref('stg_sebino__leps_aree') }}
    union all by name
    select leps_nome, leps_numero, 'LEPS prioritari dell''Ambito' as area, norma, atto, fondi, integrazione, fonte_id,
        riga_documento
    from {{ ref('stg_sebino__leps_prioritari') }}
),

-- Every statement is kept with its line, contradictions included; the canonical name joins the spellings of one LEPS.
unite as (
    select coalesce(n.leps_nome, d.leps_nome) as leps_nome, d.leps_nome as leps_nome_stampato,
        coalesce(d.leps_numero, n.leps_numero)::integer as leps_numero, d.area, d.norma, d.atto, d.fondi,
            d.integrazione,
        d.fonte_id, d.riga_documento
    from dichiarazioni as d
    left join {{ ref('leps_alias') }} as n on d.leps_nome = n.nome_stampato
)

select * exclude (fonte_id, riga_documento),
    coalesce(leps_numero in (select leps_numero from {{ ref('leps_indicatore') }}), false)
        as ha_indicatori,
    fonte_id, riga_documento
from unite
