{% test chiave_unica(model, colonne) %}
{#- The columns together identify a row; NULL is a value like another. -#}
select {{ colonne | join(', ') }}, count(*) as righe
from {{ model }}
group by all
having count(*) > 1
{% endtest %}
