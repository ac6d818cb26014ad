{#- Tables and views are made in their place. What dbt does to replace one under its readers (make the new one beside, rename
    both, remove the old one) takes as long as most models do, and nobody reads a build before it is published. Whoever
    builds one model again, on a copy of a published file, finds the former one replaced too. -#}
{% materialization table, adapter='duckdb', supported_languages=['sql', 'python'] %}
    {%- set relazione = this.incorporate(type='table') -%}
    {{ run_hooks(pre_hooks) }}
    {{ drop_relation_if_exists(load_cached_relation(this)) }}
    {% call statement('main', language=model['language']) -%}
        {{- create_table_as(false, relazione, compiled_code, model['language']) -}}
    {%- endcall %}
    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}
    {{ return({'relations': [relazione]}) }}
{% endmaterialization %}

{% materialization view, adapter='duckdb' %}
    {%- set relazione = this.incorporate(type='view') -%}
    {{ run_hooks(pre_hooks) }}
    {{ drop_relation_if_exists(load_cached_relation(this)) }}
    {% call statement('main') -%}
        {{ create_view_as(relazione, sql) }}
    {%- endcall %}
    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}
    {{ return({'relations': [relazione]}) }}
{% endmaterialization %}
