{#- Every name that an area of users is known by: its code, ISTAT's code, its own name, the declared aliases. -#}
with nomi as (
    select area_utenza as nome, area_utenza from {{ ref('area_utenza') }}
    union all
    select nome, area_utenza from {{ ref('area_utenza') }}
    union all
    select istat_codice, area_utenza from {{ ref('area_utenza') }}
    union all
    select nome_stampato, area_utenza from {{ ref('area_alias') }}
)

select main.nome_confrontabile(nome) as chiave, min(nome) as nome,
    if(count(distinct area_utenza) = 1, any_value(area_utenza), null) as area_utenza
from nomi
group by all
