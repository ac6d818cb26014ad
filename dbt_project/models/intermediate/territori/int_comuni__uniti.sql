{#- One row per comune of today: the latest list gives name and province; a merger too recent for the lists, its row. -#}
with ultimi as (
    select e.*
    from {{ ref('int_comuni__elenchi') }} as e
    inner join {{ ref('int_comuni__codici') }} as c on e.codice = c.codice_corrente
    qualify row_number() over (partition by e.codice order by e.data_elenco desc, e.fonte_id) = 1
),

province as (
    select left(codice, 3) as provincia_codice, max_by(provincia_nome, data_elenco) as provincia_nome,
        max_by(regione_codice, data_elenco) as regione_codice, max_by(regione_nome, data_elenco) as regione_nome
    from ultimi
    group by left(codice, 3)
),

variati as (
    select codice_dopo, max_by(nome_dopo, dal) as nome, max(dal) as dal
    from {{ ref('comune_variazione') }}
    group by codice_dopo
),

comuni as (
    select u.codice, u.codice_catastale, if(v.dal > u.data_elenco, v.nome, u.nome) as nome
    from ultimi as u
    left join variati as v on u.codice = v.codice_dopo
    union all
    select v.codice_dopo, null, v.nome
    from variati as v
    inner join {{ ref('int_comuni__codici') }} as c on v.codice_dopo = c.codice and c.codice = c.codice_corrente
    where v.codice_dopo not in (select codice from ultimi)
)

select
    'com:' || c.codice as territorio_id,
    c.codice as codice_istat,
    c.codice_catastale,
    c.nome,
    'prov:' || p.provincia_codice as provincia_id,
    p.provincia_nome,
    'reg:' || p.regione_codice as regione_id,
    p.regione_nome
from comuni as c
inner join province as p on left(c.codice, 3) = p.provincia_codice
