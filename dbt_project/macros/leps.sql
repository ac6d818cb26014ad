{#-
    Judgement of a LEPS target, in SQL functions that stay in the published file (docs/metodi.md: LEPS targets). Models
    and analysts use the same: main.giudizio_leps(…) gives state, what is missing and the reason of one recording. Facts
    that were not recorded are NULL, never zero. Arguments after the third go by name: soglia_pct := 75, numeratore := 91.
-#}
{#- The same facts, handed from one function to the next. -#}
{% macro leps_fatti() -%}
soglia_pct := soglia_pct, minimo := minimo, stato_richiesto := stato_richiesto, puo_superare_100 := puo_superare_100,
unita := unita, numeratore := numeratore, denominatore := denominatore, valore := valore,
valore_precedente := valore_precedente, stato_traguardo := stato_traguardo, evidenza := evidenza, nota := nota,
soppresso := soppresso, difetto := difetto, serve_da_base := serve_da_base
{%- endmacro %}
{% macro leps_parametri() -%}
soglia_pct := null, minimo := null, stato_richiesto := null, puo_superare_100 := false, unita := 'numero',
numeratore := null, denominatore := null, valore := null, valore_precedente := null, stato_traguardo := null,
evidenza := null, nota := null, soppresso := false, difetto := null, serve_da_base := false
{%- endmacro %}
{% macro crea_funzioni_leps() %}
create or replace macro main.stati_traguardo() as (['non_avviato', 'in_definizione', 'definito', 'condiviso', 'attivato']);
create or replace macro main.ordine_traguardo(stato) as (list_position(main.stati_traguardo(), stato));
create or replace macro main.leps_si_confronta(regola, minimo) as (
    regola in ('aumento', 'diminuzione') or (regola = 'minimo_poi_aumento' and minimo is null)
);
create or replace macro main.leps_aperto(anno, riferito_al) as (riferito_al <= make_date(anno, 12, 31));
{#- A quotient of whole numbers is rounded once: equal ratios make equal values, so that «greater» is exact. -#}
create or replace macro main.leps_valore(unita, numeratore, denominatore, valore) as (
    case when denominatore = 0 then null
         when unita = 'percentuale' then 100 * numeratore / denominatore::double
         when unita = 'giorni' then coalesce(numeratore / denominatore::double, valore)
         else coalesce(numeratore, valore) end::double
);
{#- Least numerator whose value is above the one before, greatest whose value is below: sought near the quotient. -#}
create or replace macro main.leps_primo_sopra(precedente, denominatore, per) as (
    case when floor(precedente * denominatore / per) * per / denominatore::double > precedente
            then floor(precedente * denominatore / per)
         when (floor(precedente * denominatore / per) + 1) * per / denominatore::double > precedente
            then floor(precedente * denominatore / per) + 1
         else floor(precedente * denominatore / per) + 2 end
);
create or replace macro main.leps_primo_sotto(precedente, denominatore, per) as (
    case when ceil(precedente * denominatore / per) * per / denominatore::double < precedente
            then ceil(precedente * denominatore / per)
         when (ceil(precedente * denominatore / per) - 1) * per / denominatore::double < precedente
            then ceil(precedente * denominatore / per) - 1
         else ceil(precedente * denominatore / per) - 2 end
);
create or replace macro main.leps_stato(regola, anno, riferito_al, {{ leps_parametri() }}) as (
    case
        when soppresso then 'soppresso'
        when difetto::text is not null or numeratore < 0 or denominatore < 0 or valore < 0 then 'non_valutabile_dato'
        when denominatore = 0 then
            if(coalesce(numeratore, 0) = 0 and trim(nota::text) <> '', 'non_applicabile', 'non_valutabile_dato')
        when unita = 'percentuale' and numeratore > denominatore and not puo_superare_100 then 'non_valutabile_dato'
        when regola = 'nessun_obiettivo' then
            case when valore is not null then 'anno_base' when serve_da_base then 'anno_base_mancante'
                else 'non_applicabile' end
        when main.leps_si_confronta(regola, minimo) and valore_precedente is null and anno <= year(riferito_al)
            then 'non_valutabile_baseline'
        when regola = 'traguardo' and stato_traguardo is not null then
            case when coalesce(trim(evidenza::text), '') = '' then 'non_valutabile_dato'
                when main.ordine_traguardo(stato_traguardo) >= main.ordine_traguardo(stato_richiesto) then 'raggiunto'
                when main.leps_aperto(anno, riferito_al) then 'in_corso'
                else 'non_raggiunto' end
        when regola = 'traguardo' or (regola = 'soglia' and (numeratore is null or denominatore is null))
            or (regola <> 'soglia' and valore is null)
            then if(main.leps_aperto(anno, riferito_al), 'in_corso', 'non_valutabile_dato')
        when main.leps_aperto(anno, riferito_al) then 'in_corso'
        {#- Multiplied, never divided: 74.6 % is not 75 %. -#}
        when (regola = 'soglia' and numeratore * 100 >= soglia_pct * denominatore)
            or (regola = 'minimo_poi_aumento' and valore >= minimo)
            or (regola in ('aumento', 'minimo_poi_aumento') and minimo is null and valore > valore_precedente)
            or (regola = 'diminuzione' and valore < valore_precedente) then 'raggiunto'
        else 'non_raggiunto'
    end
);
create or replace macro main.leps_non_negativo(quanto) as (if(quanto < 0, 0, quanto));
{#- In units of the numerator, with the denominator of today; NULL where no change of the numerator alone would do. -#}
create or replace macro main.leps_mancano(stato, regola, {{ leps_parametri() }}) as (
    case when stato not in ('in_corso', 'non_raggiunto') then null
        when regola = 'soglia' then main.leps_non_negativo(ceil(soglia_pct * denominatore / 100.0) - numeratore)
        when regola = 'minimo_poi_aumento' and minimo is not null then main.leps_non_negativo(minimo - valore)
        when regola in ('aumento', 'minimo_poi_aumento') and unita = 'numero'
            then main.leps_non_negativo(floor(valore_precedente) + 1 - valore)
        when regola in ('aumento', 'minimo_poi_aumento') then
            case when unita <> 'percentuale' or puo_superare_100
                    or main.leps_primo_sopra(valore_precedente, denominatore, 100) <= denominatore
                then main.leps_non_negativo(main.leps_primo_sopra(valore_precedente, denominatore,
                    if(unita = 'percentuale', 100, 1)) - numeratore) end
        when regola = 'diminuzione' and unita = 'numero' then
            case when valore_precedente > 0 then main.leps_non_negativo(valore - ceil(valore_precedente) + 1) end
        when regola = 'diminuzione' and valore_precedente > 0 then main.leps_non_negativo(numeratore
            - main.leps_primo_sotto(valore_precedente, denominatore, if(unita = 'percentuale', 100, 1)))
    end::double
);
create or replace macro main.leps_cifra(valore) as (main.numero_it(valore, if(valore = floor(valore), 0, 2)));
{#- One decimal, unless it would show a threshold as reached that is not. -#}
create or replace macro main.leps_quota(numeratore, denominatore, soglia_pct) as (
    main.numero_it(if(numeratore * 100 < soglia_pct * denominatore
            and main.arrotonda(100.0 * numeratore / denominatore, 1) >= soglia_pct,
        floor(1000.0 * numeratore / denominatore) / 10, 100.0 * numeratore / denominatore), 1) || ' %'
);
create or replace macro main.leps_frase_mancano(mancano, regola, uno, molti) as (
    case when mancano is null then ''
        when mancano = 0 then '; il valore di oggi basta'
        when regola = 'diminuzione' then if(mancano = 1, '; serve 1 ' || uno, '; servono ' || main.leps_cifra(mancano)
            || ' ' || molti)
            || ' in meno'
        else if(mancano = 1, '; manca 1 ' || uno, '; mancano ' || main.leps_cifra(mancano) || ' ' || molti) end
);
create or replace macro main.leps_frase_stato(stato) as ('«' || replace(stato, '_', ' ') || '»');
{#- The recorded fact beside the target, without full stop. -#}
create or replace macro main.leps_frase_fatto(regola, anno, {{ leps_parametri() }}) as (
    case
        when regola = 'traguardo' then 'Stato ' || main.leps_frase_stato(stato_traguardo) || ', richiesto '
            || main.leps_frase_stato(stato_richiesto)
        when regola = 'soglia' then main.leps_cifra(numeratore) || ' su ' || main.leps_cifra(denominatore) || ' ('
            || main.leps_quota(numeratore, denominatore, soglia_pct) || '), richiesto almeno ' || soglia_pct || ' %'
        when minimo is not null then 'Valore ' || main.leps_cifra(valore) || ', richiesto almeno ' || minimo
        when valore = valore_precedente then 'Valore ' || main.leps_cifra(valore) || ', invariato rispetto al '
            || (anno - 1)
        when valore > valore_precedente then 'Valore ' || main.leps_cifra(valore) || ', più che nel ' || (anno - 1)
            || ' ('
            || main.leps_cifra(valore_precedente) || ')'
        when valore < valore_precedente then 'Valore ' || main.leps_cifra(valore) || ', meno che nel ' || (anno - 1)
            || ' ('
            || main.leps_cifra(valore_precedente) || ')'
        else 'Valore ' || main.leps_cifra(valore) end
);
create or replace macro main.leps_motivo(stato, regola, anno, riferito_al, mancano, uno, molti,
    perche_base, {{ leps_parametri() }}) as (
    case
        when stato = 'soppresso' then 'Valore non pubblicabile: '
            || coalesce(rtrim(nota::text, '. '), 'motivo non dichiarato') || '.'
        when difetto::text is not null then 'Il dato ricevuto non si può usare: ' || difetto || '.'
        when numeratore < 0 or denominatore < 0 or valore < 0 then 'Il dato ricevuto non si può usare: è negativo.'
        when denominatore = 0 and stato = 'non_applicabile'
            then '0 su 0: non c''è nulla da misurare. Motivo dichiarato: '
            || rtrim(nota::text, '. ') || '.'
        when denominatore = 0 then 'Il denominatore è zero e '
            || if(numeratore > 0, 'il numeratore no.', 'manca il motivo, da scrivere nella nota.')
        when unita = 'percentuale' and numeratore > denominatore and not puo_superare_100 then 'Il numeratore ('
            || main.leps_cifra(numeratore) || ') supera il denominatore (' || main.leps_cifra(denominatore) || ').'
        when stato = 'non_applicabile' then 'Per quest''anno il piano non fissa un obiettivo.'
        when stato = 'anno_base_mancante' then 'Il valore di base del ' || anno || ' non è stato rilevato: senza, il '
            || (anno + 1) || ' non potrà essere giudicato.'
        when stato = 'anno_base' then if(serve_da_base, 'Valore di base: il ' || (anno + 1)
            || ' si giudica rispetto a questo.',
            'Per quest''anno il piano non fissa un obiettivo; il valore è rilevato.')
        when stato = 'non_valutabile_baseline' then 'Manca il valore del ' || (anno - 1)
            || ', al quale l''obiettivo si riferisce' || coalesce(': ' || perche_base::text, '') || '.'
        when regola = 'traguardo' and stato = 'non_valutabile_dato' and stato_traguardo is not null then 'Lo stato '
            || main.leps_frase_stato(stato_traguardo) || ' è senza il documento che lo prova.'
        when stato = 'non_valutabile_dato' then 'Il dato del ' || anno
            || ' non è ancora stato rilevato e il termine del 31/12/'
            || anno || ' è passato.' || if(serve_da_base, ' Senza questo valore non si potrà giudicare neanche il '
            || (anno + 1) || '.', '')
        when stato = 'in_corso' and if(regola = 'traguardo', stato_traguardo is null, valore is null) then
            'Dato non ancora rilevato; il termine è il 31/12/' || anno || '.'
        else main.leps_frase_fatto(regola, anno, {{ leps_fatti() }}) || if(stato = 'raggiunto', ': obiettivo raggiunto',
            main.leps_frase_mancano(mancano, regola, uno, molti))
            || if(stato = 'in_corso', '. Il termine è il 31/12/' || anno || '.', '.')
    end
);
{#- The judgement in one call, for analysts. uno, molti: what the numerator counts («progetto», «progetti»). -#}
create or replace macro main.giudizio_leps(regola, anno, riferito_al, {{ leps_parametri() }}, uno := 'unità',
    molti := 'unità', perche_base := null) as (
    list_transform(list_transform([main.leps_stato(regola, anno, riferito_al, {{ leps_fatti() }})],
        lambda s: {'stato': s, 'mancano': main.leps_mancano(s, regola, {{ leps_fatti() }})}),
        lambda g: {'stato': g.stato, 'mancano': g.mancano, 'motivo': main.leps_motivo(g.stato, regola, anno,
            riferito_al, g.mancano, uno, molti, perche_base, {{ leps_fatti() }})})[1]
);
{% endmacro %}
{#- Inside models: the same facts taken from the target (alias a) and from what was recorded (alias r). -#}
{% macro leps_fatti_di(a, r, difetto) -%}
soglia_pct := {{ a }}.soglia_pct, minimo := {{ a }}.minimo, stato_richiesto := {{ a }}.stato_richiesto,
puo_superare_100 := {{ a }}.puo_superare_100, unita := {{ a }}.unita, numeratore := {{ r }}.numeratore,
denominatore := {{ r }}.denominatore, valore := {{ r }}.valore, valore_precedente := {{ r }}.valore_precedente,
stato_traguardo := {{ r }}.stato_traguardo, evidenza := {{ r }}.evidenza, nota := {{ r }}.nota,
soppresso := coalesce({{ r }}.soppresso, false), difetto := {{ difetto }}, serve_da_base := {{ a }}.serve_da_base
{%- endmacro %}
{% macro leps_giudizio_di(che, a, r, difetto) -%}
main.leps_{{ che }}({{ a }}.regola, {{ a }}.anno, {{ a }}.riferito_al, {{ leps_fatti_di(a, r, difetto) }})
{%- endmacro %}
