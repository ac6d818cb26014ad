{#- State of every target of every ambito on the day of judgement (methods: LEPS targets; functions: macros/leps.sql). -#}
with correnti as (
    select * from {{ ref('int_leps__versioni') }} where versione = versioni
),

accostati as (
    select a.*,
        r.numeratore, r.denominatore, r.valore, r.stato_traguardo, r.soppresso, r.evidenza, r.nota, r.rilevato_il,
        r.versione, r.fonte_id as rilevazione_fonte_id,
        p.valore as valore_precedente,
        case when p.soppresso then 'è soppresso' when p.denominatore = 0 then 'era 0 su 0' end as perche_base,
        -- A row that cannot be used takes nothing away from an earlier one that can.
        if(r.ambito_id is null, u.difetto, null) as difetto,
        case when r.ambito_id is not null and (u.rilevato_il is null or u.rilevato_il >= r.rilevato_il) then
            'Una rilevazione ' || coalesce('del ' || strftime(u.rilevato_il, '%d/%m/%Y'), 'senza data')
            || ' non si può usare (' || u.difetto || '): vale quella del ' || strftime(r.rilevato_il, '%d/%m/%Y') || '.'
        end as avvertenza
    from {{ ref('int_leps__attesi') }} as a
    left join correnti as r on a.ambito_id = r.ambito_id and a.indicatore_id = r.indicatore_id and a.anno = r.anno
    left join correnti as p on a.ambito_id = p.ambito_id and a.indicatore_id = p.indicatore_id and a.anno = p.anno + 1
    left join {{ ref('int_leps__inutilizzabili') }} as u
        on a.ambito_id = u.ambito_id and a.indicatore_id = u.indicatore_id and a.anno = u.anno
),

giudicati as (
    select f.*, {{ leps_giudizio_di('stato', 'f', 'f', 'f.difetto') }} as stato from accostati as f
),

misurati as (
    select f.*,
        main.leps_mancano(f.stato, f.regola, {{ leps_fatti_di('f', 'f', 'f.difetto') }}) as mancano
    from giudicati as f
)

select
    f.ambito_id, f.indicatore_id, f.anno, f.valore, f.testo as obiettivo, f.stato,
    main.leps_motivo(f.stato, f.regola, f.anno, f.riferito_al, f.mancano, f.uno, f.molti, f.perche_base,
        {{ leps_fatti_di('f', 'f', 'f.difetto') }}) as motivo,
    f.mancano,
    f.riferito_al,
    {{ var('dimostrativo', false) }} as dimostrativo,
    f.piano, f.e_proprio as piano_proprio, f.regola, f.soglia_pct, f.minimo, f.stato_richiesto, f.serve_da_base,
    f.numeratore, f.denominatore, f.stato_traguardo, f.evidenza, f.nota, f.rilevato_il, f.versione, f.rilevazione_fonte_id,
    f.valore_precedente, f.valore - f.valore_precedente as variazione,
    if(f.unita = 'percentuale', 100 * main.wilson_inf(f.numeratore, f.denominatore), null) as ic95_inf,
    if(f.unita = 'percentuale', 100 * main.wilson_sup(f.numeratore, f.denominatore), null) as ic95_sup,
    main.leps_aperto(f.anno, f.riferito_al) as e_aperto,
    make_date(f.anno, 12, 31) as termine,
    greatest(0, make_date(f.anno, 12, 31) - f.riferito_al)::integer as giorni_al_termine,
    v.esito_precedente, v.revisione_di, v.valore_prima, v.valore_dopo, v.traguardo_prima, v.traguardo_dopo,
    v.rilevato_il_prima, v.revisionato_il,
    'Esito cambiato da revisione: da ' || main.leps_frase_stato(v.esito_precedente) || ' a '
        || main.leps_frase_stato(v.esito_rivisto) || '. Il valore '
        || if(v.revisione_di = 'valore', '', 'del ' || (f.anno - 1) || ' ') || 'era '
        || coalesce(main.leps_frase_stato(v.traguardo_prima), main.leps_cifra(v.valore_prima), 'assente') || ' (rilevato il '
        || strftime(v.rilevato_il_prima, '%d/%m/%Y') || '), ora è '
        || coalesce(main.leps_frase_stato(v.traguardo_dopo), main.leps_cifra(v.valore_dopo), 'assente') || ' (rilevato il '
        || strftime(v.revisionato_il, '%d/%m/%Y') || ').' as revisione,
    f.avvertenza, f.difetto is not null as inutilizzabile
from misurati as f
left join {{ ref('int_leps__revisioni') }} as v
    on f.ambito_id = v.ambito_id and f.indicatore_id = v.indicatore_id and f.anno = v.anno
