{#- The rules of provenance, one row for each step from a table to one that it comes from. -#}
with passi as (
    {%- for tabella, regola in provenienza_completa().items() %}{% set primo = loop.first %}
    {%- for passo in regola.passi %}
    {{ 'union all' if not (primo and loop.first) }}
    select
        {{ dbt.string_literal(dbt.escape_single_quotes(tabella)) }} as tabella,
        {{ regola.chiave | list }}::text[] as chiave,
        {{ loop.index }}::integer as passo,
        {%- for campo in ('origine', 'legame', 'quando', 'gruppo', 'etichetta', 'valore', 'come') %}
        {{ dbt.string_literal(dbt.escape_single_quotes(passo[campo] | string | trim)) if passo[campo] else 'null' }}::text as {{ campo }},
        {%- endfor %}
        {{ (passo.colonne | list) if passo.colonne else 'null' }}::text[] as colonne
    {%- endfor %}
    {%- endfor %}
    {%- if not execute %} select null {% endif %}
)

select * from passi
