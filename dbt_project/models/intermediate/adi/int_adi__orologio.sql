{{ config(database='riservato') }}
{#- The clock of each case in force on the day of the extraction (never today): when the next meeting is due and how late
    it is. Terms, starts and exemptions are rows of adi_regole and adi_esonero, with the norm. -#}
with regole as (
    select
        max(valore) filter (parametro = 'giorni_primo_incontro')::integer as giorni_primo,
        max(valore) filter (parametro = 'giorni_successivi')::integer as giorni_successivi,
        max(valore) filter (parametro = 'domande_di_prima_attuazione')::date as prima_attuazione,
        max(valore) filter (parametro = 'primo_flusso')::date as primo_flusso
    from {{ ref('adi_regole') }}
    where regola = 'orologio'
),

in_corso as (
    select p.*, r.*,
        p.ordine in ('rinnovo', 'rinnovo_sovrapposto') as e_rinnovo
    from {{ ref('int_adi__periodi') }} as p
    cross join regole as r
    inner join {{ ref('adi_regole') }} as m on m.regola = 'orologio_misura' and p.misura = m.parametro and m.valore = 'conta'
    inner join {{ ref('adi_regole') }} as s
        on s.regola = 'orologio_stato' and p.stato_beneficio is not distinct from s.parametro and s.valore = 'conta'
    -- Of a nucleo with two domande the later has the clock.
    where p.e_ultimo and p.inizio <= p.ultima_estrazione and (p.data_fine is null or p.data_fine >= p.ultima_estrazione)
),

datati as (
    select *,
        case
            when e_rinnovo then greatest(data_domanda, coalesce(data_sottoscrizione_pad, data_domanda))
            when data_domanda <= prima_attuazione then if(data_trasmissione is null, null, greatest(data_trasmissione, primo_flusso))
            else data_sottoscrizione_pad
        end as decorre_dal,
        -- The meetings of the domanda before do not count for its renewal.
        if(e_rinnovo and data_primo_incontro < data_domanda, null, data_primo_incontro) as primo_incontro
    from in_corso
),

scaduti as (
    select d.*, d.primo_incontro is not null as ha_incontro,
        coalesce(bool_or(e.successivi), false) as e_esonerato,
        case
            when d.primo_incontro > d.ultima_estrazione or d.data_ultimo_monitoraggio > d.ultima_estrazione then null
            when d.primo_incontro is null then d.decorre_dal + d.giorni_primo
            else greatest(d.primo_incontro, coalesce(d.data_ultimo_monitoraggio, d.primo_incontro)) + d.giorni_successivi
        end as scadenza
    from datati as d
    left join {{ ref('adi_esonero') }} as e
        on e.successivi and e.valore = case e.colonna
            when 'motivo_esonero' then d.motivo_esonero
            when 'percorso' then d.percorso
            -- A flag of the household speaks of somebody in it: of the whole household only where it is one person.
            when 'over60' then if(d.componenti = 1, d.over60::text, null)
            when 'disabili' then if(d.componenti = 1, d.disabili::text, null) end
    group by all
)

select
    s.fonte_corrente as fonte_id, s.ambito_id, s.territorio_id, s.misura, s.ultima_estrazione as estratto_il,
    if(s.ha_incontro, 'successivi', 'primo_incontro') as fase,
    case
        when s.ha_incontro and s.e_esonerato then 'esonerato'
        when s.scadenza is null then 'non_calcolabile'
        else m.modalita
    end as classe,
    s.scadenza, s.ultima_estrazione - s.scadenza as giorni_di_ritardo
from scaduti as s
left join {{ ref('adi_modalita') }} as m
    on m.dimensione = 'orologio' and s.ultima_estrazione - s.scadenza between coalesce(m.da, -99999) and coalesce(m.a, 99999)
    and coalesce(m.da, m.a) is not null
