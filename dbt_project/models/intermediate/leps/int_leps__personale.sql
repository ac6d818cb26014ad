{#- Every delivered row of staff with all that is wrong with it. Rows on which nothing was written are left out: a template
    comes back with rows that are still to be filled in. -#}
with accostate as (
    select
        r.*, t.ambito_id is not null as ha_ambito, p.voce is not null as ha_profilo, c.voce is not null as ha_contratto,
        coalesce(p.conta::boolean, false) as profilo_conta, coalesce(c.conta::boolean, false) as contratto_conta,
        r.persone * r.ore_settimanali / nullif(r.ore_tempo_pieno, 0) as fte_dalle_ore,
        {{ giorno_leps() }} as giorno
    from {{ ref('stg_leps__personale') }} as r
    left join {{ ref('int_leps__ambiti') }} as t on r.ambito_id = t.ambito_id
    left join {{ ref('personale_voce') }} as p on p.colonna = 'profilo' and r.profilo = p.voce
    left join {{ ref('personale_voce') }} as c on c.colonna = 'contratto' and r.contratto = c.voce
    where coalesce(r.persone_stampate, r.ore_settimanali_stampate, r.fte_stampati, r.data_stampata, r.evidenza, r.nota)
        is not null
),

difettose as (
    select *, list_filter([
        {{ difetto('not ha_ambito', 'personale_ambito', 'completezza', 'ambito_id', trovata('ambito_id'),
            "'un ambito dichiarato, per esempio amb:sebino'", 'Ogni riga è di un ambito dichiarato.') }},
        {{ difetto('anno is null or anno not between 2000 and year(giorno)', 'personale_anno', 'tipo_cella', 'anno',
            trovata('anno_stampato'), "'un anno fino al ' || year(giorno)", 'Il personale è quello di un anno.') }},
        {{ difetto('not ha_profilo', 'personale_profilo', 'completezza', 'profilo', trovata('profilo'),
            "'uno fra ' || " ~ voci_del_personale('profilo'), 'Solo alcuni profili contano: deve essere chiaro quale.') }},
        {{ difetto('not ha_contratto', 'personale_contratto', 'completezza', 'contratto', trovata('contratto'),
            "'uno fra ' || " ~ voci_del_personale('contratto'), 'Contano solo i contratti a tempo indeterminato.') }},
        {%- for colonna, stampata in [('persone', 'persone_stampate'), ('ore_settimanali', 'ore_settimanali_stampate'),
            ('ore_tempo_pieno', 'ore_tempo_pieno_stampate'), ('fte', 'fte_stampati')] %}
        {{ difetto(stampata ~ ' is not null and coalesce(' ~ colonna ~ ', -1) < 0', 'personale_numero', 'tipo_cella', colonna,
            trovata(stampata), "'un numero, zero o più'", 'Persone e ore si contano.') }},
        {%- endfor %}
        {{ difetto('persone <> floor(persone)', 'personale_persone', 'tipo_cella', 'persone', trovata('persone_stampate'),
            "'un numero intero'", 'Chi lavora a metà tempo è una persona con metà delle ore.') }},
        {{ difetto('ore_settimanali > ore_tempo_pieno', 'personale_ore', 'quota', 'ore_settimanali',
            trovata('ore_settimanali_stampate'), "'non più delle ' || ore_tempo_pieno_stampate || ' ore del tempo pieno'",
            'Le ore sono quelle di una persona: più persone si scrivono nella colonna persone.') }},
        {{ difetto('fte > persone', 'personale_fte', 'quota', 'fte', trovata('fte_stampati'),
            "'non più di ' || persone_stampate || ', quante sono le persone'", 'Una persona vale al più un tempo pieno.') }},
        {{ difetto('fte_stampati is null and (persone_stampate is null or ore_settimanali_stampate is null
                or coalesce(ore_tempo_pieno, 0) = 0)', 'personale_incompleta', 'completezza', 'fte', "'una cella vuota'",
            "'i tempi pieni equivalenti, oppure persone, ore settimanali e ore del tempo pieno'",
            'Un valore mancante non è zero.') }},
        {{ difetto('rilevato_il is null', 'personale_data', 'tipo_cella', 'rilevato_il', trovata('data_stampata'),
            "'una data come 31/12/2025'", 'La data di rilevazione dice quale di due consegne vale.') }},
        {{ difetto('rilevato_il > giorno', 'personale_data_futura', 'tipo_cella', 'rilevato_il', trovata('data_stampata'),
            "'una data fino al ' || strftime(giorno, '%d/%m/%Y')", 'Non si rileva nel futuro.') }},
        {{ difetto('abs(fte_dalle_ore - fte) > 0.01', 'personale_valore_diverso', 'quota', 'fte', trovata('fte_stampati'),
            "main.numero_it(fte_dalle_ore, 2) || ', da persone e ore'", 'Si usa il valore che viene dalle ore.', 'avviso') }}
    ], lambda d: d is not null) as difetti
    from accostate
)

select ambito_id, ha_ambito, anno, profilo, contratto, profilo_conta, contratto_conta, persone,
    coalesce(fte_dalle_ore, fte) as fte, rilevato_il, evidenza, nota, fonte_id, file, riga, difetti,
    len(list_filter(difetti, lambda d: d.gravita = 'errore')) = 0 as e_utile
from difettose
