{#-
    SQL functions that stay in the published file, so that analysts compute with the same formulas as the pages.
    Sources: Wilson 1927 (score interval); Byar in Breslow & Day 1987, p. 69; exact Poisson limits from the chi-square
    distribution (below 10 events); ratio of two disjoint counts through the odds of a Wilson interval;
    ratio of rates by the log method. z = 1.959963984540054 (95 %).
    All limits are proportions or counts: multiply them as the indicator says.
-#}
{% macro crea_funzioni() %}
{%- set z = '1.959963984540054e0' -%}
{%- set z2 = '3.841458820694124e0' -%}
{#- Exact 95 % Poisson limits for 0..9 events: chi2inv(0.025, 2x)/2 and chi2inv(0.975, 2x+2)/2. -#}
{%- set esatti_inf = '[0.0, 0.025317807984289876, 0.24220927854396496, 0.6186721228956014, 1.0898653736263249, 1.6234863901184207, 2.2018942534908508, 2.8143630515198654, 3.4538321767485014, 4.115373097378334]' -%}
{%- set esatti_sup = '[3.6888794541139354, 5.571643390938898, 7.22468766772396, 8.767273069742323, 10.241588675403694, 11.66833207932267, 13.059474022518685, 14.422675361702376, 15.763189220193313, 17.084803451419166]' -%}
create or replace macro main.wilson_inf(x, n) as (
    case when n > 0 and x between 0 and n then greatest(0.0,
        (2.0 * x + {{ z2 }} - {{ z }} * sqrt({{ z2 }} + 4.0 * x * (n - x) / n::double)) / (2.0 * (n + {{ z2 }}))) end
);
create or replace macro main.wilson_sup(x, n) as (
    case when n > 0 and x between 0 and n then least(1.0,
        (2.0 * x + {{ z2 }} + {{ z }} * sqrt({{ z2 }} + 4.0 * x * (n - x) / n::double)) / (2.0 * (n + {{ z2 }}))) end
);
create or replace macro main.byar_inf(x) as (
    case when x < 0 then null
         when x < 10 then ({{ esatti_inf }})[x::int + 1]
         else x * pow(1 - 1 / (9.0 * x) - {{ z }} / (3 * sqrt(x)), 3) end
);
create or replace macro main.byar_sup(x) as (
    case when x < 0 then null
         when x < 10 then ({{ esatti_sup }})[x::int + 1]
         else (x + 1) * pow(1 - 1 / (9.0 * (x + 1)) + {{ z }} / (3 * sqrt(x + 1)), 3) end
);
create or replace macro main.rapporto_inf(a, b) as (
    main.wilson_inf(a, a + b) / nullif(1 - main.wilson_inf(a, a + b), 0)
);
create or replace macro main.rapporto_sup(a, b) as (
    main.wilson_sup(a, a + b) / nullif(1 - main.wilson_sup(a, a + b), 0)
);
create or replace macro main.rapporto_tassi_inf(rapporto, d, d_riferimento) as (
    exp(ln(rapporto) - {{ z }} * sqrt(1.0 / nullif(d, 0) + 1.0 / nullif(d_riferimento, 0)))
);
create or replace macro main.rapporto_tassi_sup(rapporto, d, d_riferimento) as (
    exp(ln(rapporto) + {{ z }} * sqrt(1.0 / nullif(d, 0) + 1.0 / nullif(d_riferimento, 0)))
);
create or replace macro main.arrotonda(valore, decimali) as (
    sign(valore::double) * floor(abs(valore::double) * pow(10, decimali) + 0.5 + 1e-9) / pow(10, decimali)
);
create or replace macro main.oltre_il_caso(n1, n0) as (abs(n1 - n0) > 3 * sqrt(n1 + n0));
create or replace macro main.decimali_stampati(testo, locale := 'it') as (
    case when locale = 'it' then length(regexp_extract(testo, ',([0-9]+)', 1))
         else length(regexp_extract(testo, '\.([0-9]+)[^0-9]*$', 1)) end
);
create or replace macro main.numero_it(valore, decimali := 0) as (
    translate(format('{:,.' || decimali::text || 'f}', main.arrotonda(valore, decimali)), ',.', '.,')
);
{% endmacro %}
