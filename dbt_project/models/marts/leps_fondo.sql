{#- Which fund each statement names for a LEPS. The plan contradicts itself: every statement counts, with its line. -#}
with codici as (
    select fonte_id, riga_documento, riga_documento as riga_fondi, fondi_codici from {{ ref('stg_sebino__leps_aree') }}
    union all
    select fonte_id, riga_documento, riga_fondi, fondi_codici from {{ ref('stg_sebino__leps_prioritari') }}
),

affermati as (
    select r.leps_nome, r.leps_numero, r.area, r.fonte_id, r.riga_documento, c.riga_fondi,
        count(*) over (partition by r.leps_nome)::integer as affermazioni_leps,
        unnest(string_split(c.fondi_codici, ';')) as fondo
    from {{ ref('leps_registro') }} as r
    inner join codici as c on r.fonte_id = c.fonte_id and r.riga_documento = c.riga_documento
)

select leps_nome, leps_numero, fondo, count(*) over (partition by leps_nome, fondo)::integer as affermazioni,
    affermazioni_leps,
    count(*) over (partition by leps_nome, fondo) < affermazioni_leps as e_discorde, area, fonte_id, riga_documento,
        riga_fondi::text as riga_fondi
from affermati
