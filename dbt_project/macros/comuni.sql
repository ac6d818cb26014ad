{#- A comune's name without capitals, accents, blanks and marks, as case files and tables of INPS write it. -#}
{% macro nome_comune(testo) %}regexp_replace(strip_accents(lower({{ testo }})), '[^a-z]', '', 'g'){% endmacro %}
