{#- Households and persons per 1,000 residents (ISTAT) of 1 January of the year of the month; where those were not
    received the last before, at most as many years as adi_limite says. Persons are part of the residents: Wilson.
    Households are counted on persons, no part of them: Byar, exact below ten. -#}
with cifre as (
    unpivot (
        select territorio_id, periodo_dal, mese, misura, conteggio, fonte_id, rilasciato_il, approssimato, corrente,
            nuclei, persone
        from {{ ref('adi_nuclei') }}
        where dimensione = 'totale'
    )
    on nuclei, persone into name quantita value valore
),

popolazione as (
    select territorio_id, anno, sum(residenti)::bigint as residenti, any_value(fonte_id) as popolazione_fonte_id
    from {{ ref('popolazione_territorio') }}
    where corrente and base_popolazione = 'residenti_istat' and cittadinanza = 'totale'
        and territorio_id in (select distinct territorio_id from cifre)
    group by territorio_id, anno
),

limite as (
    select valore::integer as anni from {{ ref('adi_limite') }} where limite = 'anni_popolazione'
),

accostati as (
    select c.*, p.residenti, p.anno as anno_popolazione, p.popolazione_fonte_id,
        (year(c.mese) - p.anno)::integer as anni_di_distanza
    from cifre as c
    left join popolazione as p
        on c.territorio_id = p.territorio_id and p.anno between year(c.mese) - (select anni from limite) and year(c.mese)
    qualify row_number() over (
        partition by c.territorio_id, c.periodo_dal, c.mese, c.misura, c.conteggio, c.fonte_id, c.quantita
        order by p.anno desc nulls last
    ) = 1
)

select territorio_id, periodo_dal, mese, misura, conteggio, quantita, fonte_id, rilasciato_il, corrente, valore, approssimato,
    'residenti_istat' as base_popolazione, residenti, anno_popolazione::integer as anno_popolazione, anni_di_distanza,
    popolazione_fonte_id,
    1000.0 * valore / nullif(residenti, 0) as tasso_per_1000,
    case quantita
        when 'persone' then 1000 * main.wilson_inf(valore, residenti)
        else 1000 * main.byar_inf(valore) / nullif(residenti, 0)
    end as ic95_inf,
    case quantita
        when 'persone' then 1000 * main.wilson_sup(valore, residenti)
        else 1000 * main.byar_sup(valore) / nullif(residenti, 0)
    end as ic95_sup,
    if(quantita = 'persone', 'wilson', 'byar') as metodo_ic,
    case when residenti is null then 'popolazione_non_ricevuta' when residenti = 0 then 'denominatore_zero' end as motivo_assenza
from accostati
