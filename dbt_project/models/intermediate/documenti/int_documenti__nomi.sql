{#- Names of territories as documents print them, with the territory they were matched to, or the nearest name. -#}
with stampati as (
    select distinct fonte_id, tabella, file, riga, riga_documento, nome_territorio, territorio_id
    from {{ ref('int_documenti__quantita') }}
    union
    select c.fonte_id, 'servizi_comuni', c.file, c.riga, c.riga_documento, c.comune,
        coalesce(a.territorio_id, n.territorio_id)
    from {{ ref('stg_bassa_bresciana_centrale__servizi_comuni') }} as c
    left join {{ ref('territorio_alias') }} as a on c.comune = a.nome_stampato
    left join {{ ref('int_comuni__uniti') }} as n on c.comune = n.nome
    union
    select c.fonte_id, 'comuni', c.file, c.riga, c.riga_documento, c.comune,
        coalesce(a.territorio_id, n.territorio_id)
    from {{ ref('stg_dalmine__comuni') }} as c
    left join {{ ref('territorio_alias') }} as a on c.comune = a.nome_stampato
    left join {{ ref('int_comuni__uniti') }} as n on c.comune = n.nome
),

sconosciuti as (
    select distinct nome_territorio from stampati where territorio_id is null
),

candidati as (
    select s.nome_territorio,
        array_to_string(max_by(n.nome, jaro_winkler_similarity(lower(s.nome_territorio), lower(n.nome)), 3), ', ') as simile
    from sconosciuti as s
    cross join {{ ref('int_comuni__uniti') }} as n
    group by s.nome_territorio
)

select s.*, c.simile
from stampati as s
left join candidati as c on s.nome_territorio = c.nome_territorio
