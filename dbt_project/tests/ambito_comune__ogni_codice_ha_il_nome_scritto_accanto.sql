-- A code of another comune than the one named beside it: the ambito would hold a stranger without telling.
with nomi as (
    select codice, nome from {{ ref('int_comuni__elenchi') }}
    union
    select codice_istat, nome from {{ ref('int_comuni__uniti') }}
)

select a.ambito_id, a.codice_istat, a.comune as nome_scritto, any_value(n.nome) as nome_del_codice
from {{ ref('ambito_comune') }} as a
inner join nomi as n on lpad(a.codice_istat, 6, '0') = n.codice
group by a.ambito_id, a.codice_istat, a.comune
having max(jaro_winkler_similarity(lower(a.comune), lower(n.nome))) < 0.9
