{{ config(database='riservato') }}
{#- The counted cases, a row for each period of a domanda, such that a nucleo is in one of them in any month: where two
    domande of one nucleo overlap the later is valid from its first month. Renewals keep the data of their own time. -#}
with ordinati as (
    select *,
        lag(al) over nel_nucleo as al_prima,
        lag(row(componenti, territorio_id)) over nel_nucleo as nucleo_prima,
        lead(dal) over nel_nucleo as dal_dopo
    from {{ ref('int_adi__righe') }}
    where esito = 'contata'
    window nel_nucleo as (partition by ambito_id, misura, nucleo order by dal, data_domanda nulls first, estratto_il, file, riga)
)

select
    o.* exclude (al, al_prima, nucleo_prima, dal_dopo),
    least(o.al, (o.dal_dopo - interval 1 month)::date) as al,
    o.dal_dopo is null as e_ultimo,
    case
        when o.al_prima is null then 'primo'
        when o.al_prima >= o.dal then 'rinnovo_sovrapposto'
        when o.al_prima + to_months(r.valore::integer + 1) >= o.dal then 'rinnovo'
        else 'ritorno'
    end as ordine,
    -- A renewal of a household that has changed in size or comune is another household under the same applicant.
    o.nucleo_prima is not null and o.nucleo_prima is distinct from row(o.componenti, o.territorio_id) as ha_nucleo_variato
from ordinati as o
inner join {{ ref('adi_regole') }} as r on r.regola = 'rinnovo' and r.parametro = 'mesi_fra_periodi'
