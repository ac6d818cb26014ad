{% test chiave_unica(model, colonne) %}
{#- The columns together identify a row; NULL is a value like another. Rows are first told apart by a number made of the
    key: of millions of rows only those with the same number are looked at whole. -#}
with uguali as (
    select hash({{ colonne | join(', ') }}) as impronta
    from {{ model }}
    group by impronta
    having count(*) > 1
)

select {{ colonne | join(', ') }}, count(*) as righe
from {{ model }}
where hash({{ colonne | join(', ') }}) in (select impronta from uguali)
group by all
having count(*) > 1
{% endtest %}
