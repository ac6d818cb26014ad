{#- The rules of provenance, one row for each step from a table to one that it comes from. -#}
with passi as (
    {%- for tabella, regola in provenienza_completa().items() %}{% set primo = loop.first %}
    {%- for passo in regola.passi %}
    {{ 'union all' if not (primo and loop.first) }}
    select
        '{{ tabella }}' as tabella,
        {{ regola.chiave | list }}::text[] as chiave,
        {{ loop.index }}::integer as passo,
        {%- for campo in ('origine', 'legame', 'quando', 'albero', 'gruppo', 'etichetta', 'valore', 'come') %}
        {{ "'" ~ (passo[campo] | string | trim | replace("'", "''")) ~ "'" if passo[campo] else 'null' }}::text as {{ campo }},
        {%- endfor %}
        {{ passo.chiusa is true }} as chiusa,
        {{ passo.celle is not false }} as celle,
        {{ (passo.colonne | list) if passo.colonne else 'null' }}::text[] as colonne
    {%- endfor %}
    {%- endfor %}
    {%- if not execute %} select null {% endif %}
)

select * from passi
