{% test comuni_non_troppo_grandi(model, column_name) %}
select * from {{ model }} where {{ column_name }} > 100000
{% endtest %}
