{#- A name of a place without what publishers write in different ways: accents, the second language, «Provincia di»,
    «Totale», particles, blanks. -#}
{% macro nome_confrontabile(nome) -%}
regexp_replace(strip_accents(lower(split_part({{ nome }}, '/', 1))),
    '\b(?:provincia|citta metropolitana|libero consorzio comunale|regione|totale|autonoma|di|del|della|nell|nella|e)\b|[^a-z]', '', 'g')
{%- endmacro %}

{#- Numbers (1-12) of the months named in a text, in their order. -#}
{% macro mesi_nominati(testo) -%}
list_transform(
    regexp_extract_all(lower({{ testo }}),
        '\b(gen(?:naio)?|feb(?:braio)?|mar(?:zo)?|apr(?:ile)?|mag(?:gio)?|giu(?:gno)?|lug(?:lio)?|ago(?:sto)?|set(?:tembre)?|ott(?:obre)?|nov(?:embre)?|dic(?:embre)?)\b', 1),
    lambda m: list_position(['gen', 'feb', 'mar', 'apr', 'mag', 'giu', 'lug', 'ago', 'set', 'ott', 'nov', 'dic'], left(m, 3)))
{%- endmacro %}

{#- Years of four digits in a text, in their order. -#}
{% macro anni_nominati(testo) -%}
list_transform(regexp_extract_all({{ testo }}, '\b(20[0-9]{2})(?:\b|[0-9]{2}\b)', 1), lambda a: a::integer)
{%- endmacro %}

{#- A printed class as a value: «6 o più» → 6_piu. -#}
{% macro modalita_stampata(testo) -%}
trim(regexp_replace(regexp_replace(strip_accents(lower({{ testo }})), ' ?(?:(?:o|e|ed) (?:piu|oltre)|\+)', '_piu'), '[^a-z0-9]+', '_', 'g'), '_')
{%- endmacro %}
