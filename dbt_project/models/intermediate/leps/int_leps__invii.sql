{#- Every recorded sending of a reporting duty with all that is wrong with it. Rows on which nothing was written are left
    out: a template comes back with rows that are still to be filled in. -#}
with accostate as (
    select
        r.*, t.ambito_id is not null as ha_ambito, f.debito is not null as ha_debito, f.periodicita,
        try_cast(regexp_extract(r.periodo, '^[0-9]{4}') as integer) as anno,
        case f.periodicita when 'trimestrale' then '^20[0-9]{2}-T[1-4]$' else '^20[0-9]{2}$' end as forma,
        count(*) over (partition by r.fonte_id, r.ambito_id, r.debito, r.periodo) as righe_per_periodo,
        {{ giorno_leps() }} as giorno
    from {{ ref('stg_leps__invii') }} as r
    left join {{ ref('int_leps__ambiti') }} as t on r.ambito_id = t.ambito_id
    left join {{ ref('debito_flusso') }} as f on r.debito = f.debito
    where coalesce(r.scadenza_stampata, r.invio_stampato, r.evidenza, r.nota) is not null
),

difettose as (
    select *, list_filter([
        {{ difetto('not ha_ambito', 'debito_ambito', 'completezza', 'ambito_id', trovata('ambito_id'),
            "'un ambito dichiarato, per esempio amb:sebino'", 'Ogni invio è di un ambito dichiarato.') }},
        {{ difetto('not ha_debito', 'debito_codice', 'completezza', 'debito', trovata('debito'),
            "'uno fra ' || (select string_agg(debito, ', ') from " ~ ref('debito_flusso') ~ ")",
            'Ogni invio è di un flusso dichiarato in debito_flusso.csv.') }},
        {{ difetto("ha_debito and not coalesce(regexp_matches(periodo, forma), false)", 'debito_periodo', 'tipo_cella',
            'periodo', trovata('periodo'),
            "if(periodicita = 'trimestrale', 'un trimestre come 2026-T1', 'un anno come 2026')",
            'Il periodo è quello del flusso: un anno o un trimestre.') }},
        {{ difetto('righe_per_periodo > 1', 'debito_doppio', 'completezza', 'periodo', "righe_per_periodo || ' righe'",
            "'una riga per ambito, flusso e periodo'", 'Di due righe diverse non si sa quale vale.') }},
        {{ difetto('scadenza_stampata is not null and scade_il is null', 'debito_data', 'tipo_cella', 'scade_il',
            trovata('scadenza_stampata'), "'una data come 31/12/2026'", 'La scadenza è un giorno.') }},
        {{ difetto('invio_stampato is not null and trasmesso_il is null', 'debito_data', 'tipo_cella', 'trasmesso_il',
            trovata('invio_stampato'), "'una data come 31/12/2026'", "L'invio è avvenuto in un giorno.") }},
        {{ difetto('trasmesso_il > giorno', 'debito_data_futura', 'tipo_cella', 'trasmesso_il', trovata('invio_stampato'),
            "'una data fino al ' || strftime(giorno, '%d/%m/%Y')", 'Si registra un invio avvenuto.') }},
        {{ difetto('trasmesso_il is not null and evidenza is null', 'debito_senza_prova', 'completezza', 'evidenza',
            "'una cella vuota'", "'la ricevuta o il protocollo che prova l''invio'",
            'Un invio vale con il documento che lo prova.') }}
    ], lambda d: d is not null) as difetti
    from accostate
)

select ambito_id, ha_ambito, debito, periodicita, periodo, anno, scade_il, trasmesso_il, evidenza, nota, fonte_id, file, riga,
    difetti, len(list_filter(difetti, lambda d: d.gravita = 'errore')) = 0 as e_utile
from difettose
