{#- Every code that a comune has had, with the code that it has today: series follow a comune through mergers and changes
    of code. Changes are declared (comune_variazione), or seen in the lists: the land register keeps its own code when
    ISTAT gives a new one. -#}
with recursive ultimi as (
    select codice_catastale, codice, data_elenco
    from {{ ref('int_comuni__elenchi') }}
    where codice_catastale is not null
    qualify row_number() over (partition by codice_catastale order by data_elenco desc, codice) = 1
),

passaggi as (
    select codice_prima as codice, codice_dopo from {{ ref('comune_variazione') }}
    union
    select e.codice, u.codice as codice_dopo
    from {{ ref('int_comuni__elenchi') }} as e
    inner join ultimi as u on e.codice_catastale = u.codice_catastale and e.codice <> u.codice
    where e.codice not in (select codice_prima from {{ ref('comune_variazione') }})
),

catena as (
    select codice, codice_dopo, 1 as passo from passaggi
    union all
    select c.codice, p.codice_dopo, c.passo + 1
    from catena as c
    inner join passaggi as p on c.codice_dopo = p.codice
    where c.passo < 10
),

noti as (
    select codice from {{ ref('int_comuni__elenchi') }}
    union
    select codice_prima from {{ ref('comune_variazione') }}
    union
    select codice_dopo from {{ ref('comune_variazione') }}
),

finali as (
    select codice, max_by(codice_dopo, passo) as codice_dopo from catena group by codice
)

select
    n.codice,
    coalesce(f.codice_dopo, n.codice) as codice_corrente,
    'com:' || coalesce(f.codice_dopo, n.codice) as territorio_id,
    count(*) over (partition by coalesce(f.codice_dopo, n.codice)) > 1 as ha_altri_codici
from noti as n
left join finali as f on n.codice = f.codice
