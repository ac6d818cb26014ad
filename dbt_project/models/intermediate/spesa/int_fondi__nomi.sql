{#- Every name that a fund is known by: its code, its own name, the declared aliases; those of one document hold only there,
    because FSE is a misprint of FSR in one and the European fund in another. -#}
with nomi as (
    select null::text as raccolta, fondo as nome, fondo from {{ ref('fondo') }}
    union all
    select null::text, nome, fondo from {{ ref('fondo') }}
    union all
    select raccolta, nome_stampato, fondo from {{ ref('fondo_alias') }}
)

select nullif(raccolta, '') as raccolta, main.nome_confrontabile(nome) as chiave, min(nome) as nome,
    -- Two funds of one name would be a mistake of the seed: its test tells it, here none is chosen at random.
    if(count(distinct fondo) = 1, any_value(fondo), null) as fondo
from nomi
group by all
