{{ config(database='riservato') }}
{#- Nuclei, persone and amounts by territory, month and category, not protected. The splits overlap: each is a table of
    its own against the total. A category that no case of the ambito has is not asked for; a comune without nuclei has
    its zero, and no categories. -#}
{%- set colonne = {
    'componenti': 'componenti', 'eta': 'year(mese) - anno_nascita', 'minori': 'minori', 'disabilita': 'disabili',
    'over60': 'over60', 'svantaggio': 'svantaggio', 'carichi_cura': 'carichi_cura', 'isee': 'classe_isee',
    'cittadinanza': 'cittadinanza', 'sesso': 'sesso',
} %}
with recenti as (
    select m.*
    from {{ ref('int_adi__mesi') }} as m
    inner join {{ ref('int_adi__gruppi') }} as g on m.gruppo = g.gruppo
    inner join {{ ref('adi_regole') }} as r on r.regola = 'mesi' and r.parametro = 'con_dettaglio'
    where m.mese > g.ultimo_mese - to_months(r.valore::integer)
),

per_valore as (
    select gruppo, mese, 'totale' as dimensione, 'totale' as valore, count(*) as nuclei, sum(componenti) as persone,
        count(componenti) as con_componenti, sum(importo_mensile_eur) as importo_eur, count(importo_mensile_eur) as con_importo
    from {{ ref('int_adi__mesi') }}
    group by all
    {%- for dimensione, valore in colonne.items() %}
    union all
    select * replace (valore::text as valore)
    from (
        select gruppo, mese, '{{ dimensione }}', {{ valore }} as valore, count(*), sum(componenti), count(componenti),
            sum(importo_mensile_eur), count(importo_mensile_eur)
        from recenti
        group by all
    )
    {%- endfor %}
),

per_modalita as (
    select g.fonte_id, g.ambito_id, g.territorio_id, g.misura, v.mese, v.dimensione,
        case
            when v.valore is null then 'non_noto'
            when v.valore in ('true', 'false') then if(v.valore = 'true', 'con', 'senza')
            when v.dimensione in ('componenti', 'eta') then coalesce(c.modalita, 'non_noto')
            else v.valore
        end as modalita,
        sum(v.nuclei) as nuclei, sum(v.persone) as persone, sum(v.con_componenti) as con_componenti,
        sum(v.importo_eur) as importo_eur, sum(v.con_importo) as con_importo
    from per_valore as v
    inner join {{ ref('int_adi__gruppi') }} as g on v.gruppo = g.gruppo
    left join {{ ref('adi_modalita') }} as c
        on v.dimensione = c.dimensione and try_cast(v.valore as integer) between c.da and coalesce(c.a, 999)
    group by all
),

-- What an export does not say has no table: all of its cases would be «not known».
dette as (
    select fonte_id, misura, dimensione
    from per_modalita
    group by all
    having bool_or(modalita <> 'non_noto')
),

con_ambito as (
    select fonte_id, ambito_id, territorio_id, misura, mese, dimensione, modalita, nuclei, persone, con_componenti, importo_eur,
        con_importo
    from per_modalita
    union all
    select fonte_id, ambito_id, ambito_id, misura, mese, dimensione, modalita, sum(nuclei), sum(persone), sum(con_componenti),
        sum(importo_eur), sum(con_importo)
    from per_modalita
    group by all
),

modalita_viste as (
    select distinct p.fonte_id, p.misura, p.dimensione, p.modalita
    from per_modalita as p
    inner join dette as d on p.fonte_id = d.fonte_id and p.misura = d.misura and p.dimensione = d.dimensione
    where p.dimensione <> 'totale'
),

mesi_visti as (
    select distinct fonte_id, ambito_id, misura, mese from per_modalita
),

territori as (
    select territorio_id, padre_id as ambito_id
    from {{ ref('int_territori__legami') }}
    where padre_id like 'amb:%' and territorio_id like 'com:%'
    union all
    select distinct padre_id, padre_id from {{ ref('int_territori__legami') }} where padre_id like 'amb:%'
),

attesi as (
    select m.fonte_id, m.ambito_id, t.territorio_id, m.misura, m.mese, 'totale' as dimensione, 'totale' as modalita
    from mesi_visti as m
    inner join territori as t on m.ambito_id = t.ambito_id
    union all
    select distinct c.fonte_id, c.ambito_id, c.territorio_id, c.misura, c.mese, c.dimensione, v.modalita
    from con_ambito as c
    inner join {{ ref('adi_regole') }} as r
        on r.regola = 'dettaglio' and c.dimensione = r.parametro and (r.valore = 'comune' or c.territorio_id = c.ambito_id)
    inner join modalita_viste as v on c.fonte_id = v.fonte_id and c.misura = v.misura and c.dimensione = v.dimensione
)

select
    a.fonte_id, a.ambito_id, a.territorio_id, a.misura, a.mese, a.dimensione, a.modalita,
    coalesce(c.nuclei, 0)::bigint as nuclei,
    -- Persons are known where the size of every household is: in the whole ambito, so that its comuni add up.
    if(bool_and(coalesce(c.con_componenti, 0) = coalesce(c.nuclei, 0)) over (partition by a.fonte_id, a.ambito_id, a.misura, a.mese),
        coalesce(c.persone, 0)::bigint, null) as persone,
    c.importo_eur, coalesce(c.con_importo, 0)::bigint as con_importo
from attesi as a
left join con_ambito as c
    on a.fonte_id = c.fonte_id and a.territorio_id = c.territorio_id and a.misura = c.misura and a.mese = c.mese
    and a.dimensione = c.dimensione and a.modalita = c.modalita
