{#- What was received of each source, and when the next should come. Cases are not listed: they come when an office sends them. -#}
with ricevuti as (
    select coalesce(f.tracciato, f.fonte_id) as serie, f.fonte_id, f.tabella, f.data_riferimento,
        coalesce(f.rilasciato_il, s.acquisito_il) as ricevuta_il, s.titolo, s.editore
    from {{ ref('stg_raw__file') }} as f
    inner join {{ ref('stg_raw__fonti') }} as s on f.fonte_id = s.fonte_id
    where f.data_riferimento is not null and f.fonte_id not like 'casi\_%' escape '\'
),

serie as (
    select serie, arg_max(fonte_id || '/' || tabella, (data_riferimento, tabella)) as fonte_id,
        arg_max(titolo, data_riferimento) as titolo, arg_max(editore, data_riferimento) as editore,
        min(data_riferimento) as primo_periodo, max(data_riferimento) as ultimo_periodo,
        max(ricevuta_il) as ricevuta_il, count(distinct data_riferimento) as periodi_ricevuti
    from ricevuti
    group by serie
),

passi as (
    select s.*, p.periodicita, p.valida_fino_al, p.ritardo_mesi, p.motivo,
        case p.periodicita when 'mensile' then 1 when 'semestrale' then 6 when 'annuale' then 12 end as mesi
    from serie as s
    left join {{ ref('periodicita_fonte') }} as p on s.serie = p.serie
),

-- A period is missing where nothing received refers to any of its days.
mancanti as (
    select p.serie, string_agg(strftime(attesi.periodo, '%d/%m/%Y'), ', ' order by attesi.periodo) as periodi_mancanti,
        count(*) as quanti_mancano
    from passi as p,
        lateral (select unnest(generate_series(p.primo_periodo, p.ultimo_periodo, to_months(p.mesi)))::date as periodo) as attesi
    where p.mesi is not null and not exists (
        from ricevuti as r
        where r.serie = p.serie and r.data_riferimento >= attesi.periodo
            and r.data_riferimento < attesi.periodo + to_months(p.mesi)
    )
    group by p.serie
),

attese as (
    select p.*, m.periodi_mancanti, coalesce(m.quanti_mancano, 0) as quanti_mancano,
        case when p.periodicita = 'documento' then p.valida_fino_al + 1
            else (p.ultimo_periodo + to_months(p.mesi))::date end as prossimo_periodo,
        '{{ var("giorno_giudizio") }}'::date as riferito_al
    from passi as p
    left join mancanti as m on p.serie = m.serie
),

scadenze as (
    select *, (prossimo_periodo + to_months(ritardo_mesi))::date as dovuta_entro
    from attese
)

select
    serie, fonte_id, titolo, editore, coalesce(periodicita, 'non dichiarata') as periodicita, primo_periodo, ultimo_periodo,
    ricevuta_il, periodi_ricevuti, periodi_mancanti, quanti_mancano, prossimo_periodo, dovuta_entro,
    case
        when periodicita is null then 'non_dichiarata'
        when riferito_al < prossimo_periodo then 'aggiornata'
        when riferito_al <= dovuta_entro then 'attesa'
        -- One more period has passed: what we have describes another time.
        when riferito_al <= dovuta_entro + to_months(coalesce(mesi, 12)) then 'in_ritardo'
        else 'vecchia'
    end as stato,
    motivo, riferito_al
from scadenze
