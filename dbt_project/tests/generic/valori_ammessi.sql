{% test valori_ammessi(model, column_name, valori) %}
{#- Every value that is there is one of the list. -#}
select {{ column_name }} from {{ model }}
where {{ column_name }} is not null and {{ column_name }} not in ({% for v in valori %}'{{ v }}'{{ ", " if not loop.last }}{% endfor %})
{% endtest %}
