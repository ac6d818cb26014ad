{#-
    SQL functions that stay in the published file, so that analysts compute with the same formulas as the pages.
    Sources: Wilson 1927 (score interval); Byar in Breslow & Day 1987, p. 69; exact Poisson limits from the chi-square
    distribution (below 10 events); ratio of two disjoint counts through the odds of a Wilson interval;
    ratio of rates by the log method; directly standardised rate: Dobson et al. 1991.
    All limits are proportions or counts: multiply them as the indicator says. They are of 95 %, of 99.8 %
    with z := z998(). Below 10 events only these two are known: another z gives NULL.
-#}
{% macro crea_funzioni() %}
{%- set z95 = '1.959963984540054e0' -%}
{%- set z998 = '3.090232306167813e0' -%}
{#- Exact Poisson limits for 0..9 events, of 95 % and of 99.8 %: chi2inv(α/2, 2x)/2 and chi2inv(1-α/2, 2x+2)/2. -#}
{%- set esatti_inf = '[0.0, 0.025317807984289876, 0.24220927854396496, 0.6186721228956014, 1.0898653736263249, 1.6234863901184207, 2.2018942534908508, 2.8143630515198654, 3.4538321767485014, 4.115373097378334]' -%}
{%- set esatti_sup = '[3.6888794541139354, 5.571643390938898, 7.22468766772396, 8.767273069742323, 10.241588675403694, 11.66833207932267, 13.059474022518685, 14.422675361702376, 15.763189220193313, 17.084803451419166]' -%}
{%- set esatti_inf_998 = '[0.0, 0.0010005003335835346, 0.045402017769489565, 0.19053337756840327, 0.42855241362842295, 0.7393717319178327, 1.1071046602556396, 1.5203362603988093, 1.9708139217403662, 2.452424404363775]' -%}
{%- set esatti_sup_998 = '[6.907755278982137, 9.233413476451585, 11.228872242412661, 13.06224077918807, 14.79414922253721, 16.454745203680105, 18.061636840199064, 19.626177395384232, 21.15619816583998, 22.65737330906293]' -%}
create or replace macro main.z998() as ({{ z998 }});
create or replace macro main.wilson_inf(x, n, z := {{ z95 }}) as (
    case when n > 0 and x between 0 and n then greatest(0.0,
        (2.0 * x + z * z - z * sqrt(z * z + 4.0 * x * (n - x) / n::double)) / (2.0 * (n + z * z))) end
);
create or replace macro main.wilson_sup(x, n, z := {{ z95 }}) as (
    case when n > 0 and x between 0 and n then least(1.0,
        (2.0 * x + z * z + z * sqrt(z * z + 4.0 * x * (n - x) / n::double)) / (2.0 * (n + z * z))) end
);
create or replace macro main.byar_inf(x, z := {{ z95 }}) as (
    case when x < 0 then null
         when x < 10 and abs(z - {{ z95 }}) < 1e-3 then ({{ esatti_inf }})[x::int + 1]
         when x < 10 and abs(z - {{ z998 }}) < 1e-3 then ({{ esatti_inf_998 }})[x::int + 1]
         when x >= 10 then x * pow(1 - 1 / (9.0 * x) - z / (3 * sqrt(x)), 3) end
);
create or replace macro main.byar_sup(x, z := {{ z95 }}) as (
    case when x < 0 then null
         when x < 10 and abs(z - {{ z95 }}) < 1e-3 then ({{ esatti_sup }})[x::int + 1]
         when x < 10 and abs(z - {{ z998 }}) < 1e-3 then ({{ esatti_sup_998 }})[x::int + 1]
         when x >= 10 then (x + 1) * pow(1 - 1 / (9.0 * (x + 1)) + z / (3 * sqrt(x + 1)), 3) end
);
create or replace macro main.rapporto_inf(a, b, z := {{ z95 }}) as (
    main.wilson_inf(a, a + b, z := z) / nullif(1 - main.wilson_inf(a, a + b, z := z), 0)
);
create or replace macro main.rapporto_sup(a, b, z := {{ z95 }}) as (
    main.wilson_sup(a, a + b, z := z) / nullif(1 - main.wilson_sup(a, a + b, z := z), 0)
);
create or replace macro main.rapporto_tassi_inf(rapporto, d, d_riferimento, z := {{ z95 }}) as (
    exp(ln(rapporto) - z * sqrt(1.0 / nullif(d, 0) + 1.0 / nullif(d_riferimento, 0)))
);
create or replace macro main.rapporto_tassi_sup(rapporto, d, d_riferimento, z := {{ z95 }}) as (
    exp(ln(rapporto) + z * sqrt(1.0 / nullif(d, 0) + 1.0 / nullif(d_riferimento, 0)))
);
create or replace macro main.arrotonda(valore, decimali) as (
    sign(valore::double) * floor(abs(valore::double) * pow(10, decimali) + 0.5 + 1e-9) / pow(10, decimali)
);
create or replace macro main.oltre_il_caso(n1, n0) as (abs(n1 - n0) > 3 * sqrt(abs(n1) + abs(n0)));
create or replace macro main.decimali_stampati(testo, locale := 'it') as (
    case when locale = 'it' then length(regexp_extract(testo, ',([0-9]+)', 1))
         else length(regexp_extract(testo, '\.([0-9]+)[^0-9]*$', 1)) end
);
create or replace macro main.numero_it(valore, decimali := 0) as (
    translate(format('{:,.' || decimali::text || 'f}', main.arrotonda(valore, decimali)), ',.', '.,')
);
{#- Lists by stratum (age class): events, residents, standard residents; or events, residents, events and residents of the
    reference. A stratum that misses, or without residents, leaves no result: it is never passed over. -#}
create or replace macro main.somma_completa(lista) as (
    case when len(lista) > 0 and list_count(lista) = len(lista) then list_sum(lista)::double end
);
create or replace macro main.dsr(eventi, popolazioni, standard) as (
    case when main.somma_completa(eventi) >= 10 then
        main.somma_completa(list_transform(list_zip(eventi, popolazioni, standard),
            lambda s: s[3] * s[1] / nullif(s[2], 0)::double))
        / main.somma_completa(standard) end
);
create or replace macro main.dsr_scarto(eventi, popolazioni, standard) as (
    sqrt(main.somma_completa(list_transform(list_zip(eventi, popolazioni, standard),
        lambda s: s[1] * pow(s[3] / nullif(s[2], 0)::double, 2))) / main.somma_completa(eventi))
        / main.somma_completa(standard)
);
create or replace macro main.dsr_inf(eventi, popolazioni, standard, z := {{ z95 }}) as (
    main.dsr(eventi, popolazioni, standard) + main.dsr_scarto(eventi, popolazioni, standard)
        * (main.byar_inf(main.somma_completa(eventi), z := z) - main.somma_completa(eventi))
);
create or replace macro main.dsr_sup(eventi, popolazioni, standard, z := {{ z95 }}) as (
    main.dsr(eventi, popolazioni, standard) + main.dsr_scarto(eventi, popolazioni, standard)
        * (main.byar_sup(main.somma_completa(eventi), z := z) - main.somma_completa(eventi))
);
create or replace macro main.isr_attesi(popolazioni, eventi_riferimento, popolazioni_riferimento) as (
    main.somma_completa(list_transform(list_zip(popolazioni, eventi_riferimento, popolazioni_riferimento),
        lambda s: s[1] * s[2] / nullif(s[3], 0)::double))
);
create or replace macro main.isr(eventi, popolazioni, eventi_riferimento, popolazioni_riferimento) as (
    main.somma_completa(eventi) / nullif(main.isr_attesi(popolazioni, eventi_riferimento, popolazioni_riferimento), 0)
);
create or replace macro main.isr_inf(eventi, popolazioni, eventi_riferimento, popolazioni_riferimento, z := {{ z95 }}) as (
    main.byar_inf(main.somma_completa(eventi), z := z)
        / nullif(main.isr_attesi(popolazioni, eventi_riferimento, popolazioni_riferimento), 0)
);
create or replace macro main.isr_sup(eventi, popolazioni, eventi_riferimento, popolazioni_riferimento, z := {{ z95 }}) as (
    main.byar_sup(main.somma_completa(eventi), z := z)
        / nullif(main.isr_attesi(popolazioni, eventi_riferimento, popolazioni_riferimento), 0)
);
create or replace macro main.esito_confronto(inf, sup, riferimento) as (
    case when sup < riferimento and inf is not null then 'sotto'
         when inf > riferimento and sup is not null then 'sopra'
         when inf <= riferimento and sup >= riferimento then 'simile' end
);
create or replace macro main.giudizio_confronto(esito, polarita) as (
    case when polarita not in ('alto_meglio', 'basso_meglio') then null
         when esito = 'simile' then 'simile'
         when esito = case polarita when 'alto_meglio' then 'sopra' else 'sotto' end then 'meglio'
         when esito in ('sopra', 'sotto') then 'peggio' end
);
{#- Trend: regression of the values on the years, each weighing 1/((sup-inf)/3.92)². punti: list of {x, y, w}. -#}
create or replace macro main.tendenza_punti(anni, valori, inf, sup) as (
    list_transform(list_zip(anni, valori, inf, sup), lambda p: {
        'x': p[1] - anni[1], 'y': p[2], 'w': case when p[4] > p[3] then pow(3.92e0 / (p[4] - p[3]), 2) end
    })
);
create or replace macro main.tendenza_somme(punti) as ({
    'w': main.somma_completa(list_transform(punti, lambda p: p.w)),
    'wx': main.somma_completa(list_transform(punti, lambda p: p.w * p.x)),
    'wy': main.somma_completa(list_transform(punti, lambda p: p.w * p.y)),
    'wxx': main.somma_completa(list_transform(punti, lambda p: p.w * p.x * p.x)),
    'wxy': main.somma_completa(list_transform(punti, lambda p: p.w * p.x * p.y))
});
create or replace macro main.tendenza_retta(somme) as (
    (somme.w * somme.wxy - somme.wx * somme.wy) / nullif(somme.w * somme.wxx - somme.wx * somme.wx, 0)
);
create or replace macro main.tendenza_pendenza(anni, valori, inf, sup) as (
    main.tendenza_retta(main.tendenza_somme(main.tendenza_punti(anni, valori, inf, sup)))
);
create or replace macro main.tendenza_chi2(anni, valori, inf, sup) as (
    list_transform([main.tendenza_somme(main.tendenza_punti(anni, valori, inf, sup))],
        lambda s: pow(main.tendenza_retta(s), 2) * (s.wxx - s.wx * s.wx / s.w))[1]
);
{#- The sums without a point are the sums less its terms. -#}
create or replace macro main.tendenza_segno_stabile(anni, valori, inf, sup) as (
    list_transform([{
        'punti': main.tendenza_punti(anni, valori, inf, sup),
        'somme': main.tendenza_somme(main.tendenza_punti(anni, valori, inf, sup))
    }], lambda t: list_bool_and(list_transform(t.punti, lambda p: main.tendenza_retta(t.somme) * main.tendenza_retta({
        'w': t.somme.w - p.w,
        'wx': t.somme.wx - p.w * p.x,
        'wy': t.somme.wy - p.w * p.y,
        'wxx': t.somme.wxx - p.w * p.x * p.x,
        'wxy': t.somme.wxy - p.w * p.x * p.y
    }) > 0)))[1]
);
{#- Why there is no trend, NULL where there is one. 9.5495: chi-square of 99.8 % with one degree of freedom. -#}
create or replace macro main.tendenza_motivo(anni, chi2, segno_stabile) as (
    case when coalesce(len(anni), 0) < 5 then 'meno di cinque anni'
         when anni[-1] - anni[1] <> len(anni) - 1 then 'manca un anno definitivo'
         when chi2 is null then 'intervallo assente'
         when chi2 <= 9.549535706083237 then 'variazione non oltre il caso'
         when not segno_stabile then 'il segno dipende da un solo anno' end
);
create or replace macro main.tendenza_esito(pendenza, motivo) as (
    case when motivo is not null then 'non_calcolabile'
         when pendenza > 0 then 'in_aumento'
         when pendenza < 0 then 'in_diminuzione'
         else 'non_calcolabile' end
);
{#- The participle agrees with what follows it: «trovata una cella vuota», «attese le colonne» (as ingest/problems.py does). -#}
create or replace macro main.concordato(radice, parole) as (
    radice || case when regexp_matches(parole, '^(una |la |nessuna |un''|l''intestazione)') then 'a'
        when regexp_matches(parole, '^(le |[0-9]+ righe)') then 'e'
        when regexp_matches(parole, '^(i |gli )') then 'i' else 'o' end
);
create or replace macro main.trovato_atteso(trovato, atteso) as (
    main.concordato('trovat', trovato) || ' ' || trovato || ', ' || main.concordato('attes', atteso) || ' ' || atteso
);
{{ crea_funzioni_leps() }}
{{ crea_funzioni_spesa() }}
{% endmacro %}
