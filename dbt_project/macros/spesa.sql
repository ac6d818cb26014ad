{#- SQL functions of spending: names compared, amounts of the printed matrices, euro of another year. -#}
{% macro crea_funzioni_spesa() %}
{#- A name without accents, capitals and signs: what makes «Pian Povertà» and «PIAN POVERTA'» one name. -#}
create or replace macro main.nome_confrontabile(nome) as (
    trim(regexp_replace(strip_accents(lower(nome)), '[^a-z0-9+]+', ' ', 'g'))
);
{#- In a list of amounts: is this the row or column of a total? -#}
create or replace macro main.e_totale(nome) as (
    coalesce(starts_with(lower(nome), 'total') and regexp_matches(lower(nome), '^total[ei]\b'), false)
);
create or replace macro main.euro_it(importo) as (
    main.numero_it(importo, if(importo = round(importo), 0, 2)) || ' euro'
);
create or replace macro main.scarto_it(importo) as (if(importo > 0, '+', '') || main.euro_it(importo));
{% endmacro %}
