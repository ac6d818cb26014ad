{#-
    Social workers: L. 178/2020, art. 1, c. 797 ff. fte: full-time equivalents on permanent contracts. Thresholds
        and amounts
    are the rows of the seed assistenti_sociali_regole,
        written into the functions once the seed is there (its post-hook).
-#}
{% macro crea_funzioni_assistenti_sociali() %}
{%- if execute %}
{%- set regole = run_query('select residenti_da, residenti_a, importo_eur from seeds.assistenti_sociali_regole order by scaglione') %}
create or replace macro main.assistenti_sociali_contributo(popolazione, fte) as (
    (case when popolazione >= 0 and fte >= 0 then
    {%- for r in regole.rows %}
    {{ '+ ' if not loop.first }}{{ r[2] }} * greatest(0, least(fte,
        popolazione / {{ r[1] }}.0) - popolazione / {{ r[0] }}.0)
    {%- endfor %} end)::double
);
create or replace macro main.assistenti_sociali_tetto(popolazione) as (
    main.assistenti_sociali_contributo(popolazione, popolazione)
);
{#- What further full-time equivalents would bring: the next hire, unless told otherwise. -#}
create or replace macro main.assistenti_sociali_aumento(popolazione, fte, assunti := 1) as (
    main.assistenti_sociali_contributo(popolazione, fte + assunti) - main.assistenti_sociali_contributo(popolazione,
        fte)
);
{%- endif %}
{% endmacro %}
