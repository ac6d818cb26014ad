{#- A code of a comune as six digits of text, whatever signs a spreadsheet put around it ("017085", ="017085", 17085). -#}
{% macro codice_comune(colonna) -%}
case when regexp_full_match({{ colonna }}, '[0-9]{6}') then {{ colonna }}
    else lpad(nullif(regexp_replace({{ colonna }}, '[^0-9]', '', 'g'), ''), 6, '0') end
{%- endmacro %}
