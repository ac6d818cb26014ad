{#- A model's schema is the room's name alone (marts, qualita, ...), for analysts to type. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name or target.schema }}
{%- endmacro %}
