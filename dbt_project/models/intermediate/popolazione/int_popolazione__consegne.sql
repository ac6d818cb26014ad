{#- What each delivery says of each comune and year, and whether it says all of it. A comune without an age, or with a
    count that is none, is left out whole: its sums would be too small without telling. Ages are marked in a string of
    bits: to count the different ones takes ten times as long. -#}
with per_codice as (
    select
        fonte_id, anno, cittadinanza, codice,
        count(*) = 101 and bit_count(bitstring_agg(eta, 0, 100)) = 101 and count(maschi) = 101 and count(femmine) = 101
            and min(least(maschi, femmine)) >= 0 as e_completo,
        count(*) as righe,
        sum(maschi + femmine) as residenti
    from {{ ref('int_popolazione__ricevuta') }}
    group by all
)

select p.*, c.territorio_id, c.codice_corrente, c.codice <> c.codice_corrente as e_ricostruito
from per_codice as p
left join {{ ref('int_comuni__codici') }} as c on p.codice = c.codice
