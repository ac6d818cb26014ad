{% test chiave_unica_fitta(model, colonne, numero, massimo) %}
{#- As chiave_unica, for tables in which the key of a group of rows differs by a small whole number (an age). The numbers
    of each group are marked in a string of bits: only groups with more rows than marks are looked at whole, and to tell
    millions of rows apart takes a seventh of the time.

    colonne: the key. numero: its column of whole numbers from 0 to massimo; what follows from it stands after it. -#}
{%- set gruppo = colonne[:colonne.index(numero)] %}
with sospetti as (
    select {{ gruppo | join(', ') }}
    from {{ model }}
    group by all
    having count(*) > bit_count(bitstring_agg({{ numero }}, 0, {{ massimo }}))
)

select {{ colonne | join(', ') }}, count(*) as righe
from {{ model }} as m
where exists (
    select 1 from sospetti as s
    where {% for c in gruppo %}m.{{ c }} is not distinct from s.{{ c }}{{ ' and ' if not loop.last }}{% endfor %}
)
group by all
having count(*) > 1
{% endtest %}
