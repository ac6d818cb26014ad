{#- Makes functions and keeps their text in definizioni.funzione: the database itself forgets their default arguments, and
    the public file must have the same functions (warehouse/pubblico.py). -#}
{% macro ricorda_funzioni(nome, testo) %}
{{ testo }}
{%- if execute %}
create schema if not exists definizioni;
create table if not exists definizioni.funzione (nome text, testo text);
delete from definizioni.funzione where nome = '{{ nome }}';
insert into definizioni.funzione values ('{{ nome }}', '{{ testo | replace("'", "''") }}');
{%- endif %}
{% endmacro %}
