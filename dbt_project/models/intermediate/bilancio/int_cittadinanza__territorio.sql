{#- Foreign residents by citizenship. The rows of Italy (code 100) say which comuni a delivery covers: a citizenship that a
    comune does not list has nobody there. Sums of territories that the delivery gives are not added. -#}
with comuni as (
    select c.territorio_id, r.anno, r.codice_cittadinanza, r.cittadinanza, r.maschi, r.femmine, r.fonte_id
    from {{ ref('stg_istat__rcs') }} as r
    inner join {{ ref('int_comuni__codici') }} as c on r.codice = c.codice
    where length(r.codice) = 6
),

coperti as (
    select distinct territorio_id, anno, fonte_id from comuni where codice_cittadinanza = '100'
),

attesi as (
    select padre_id as territorio_id, count(*) as comuni
    from {{ ref('int_territori__legami') }}
    where territorio_id like 'com:%'
    group by padre_id
),

territori as (
    select territorio_id, anno, fonte_id from coperti
    union all
    select l.padre_id, k.anno, k.fonte_id
    from coperti as k
    inner join {{ ref('int_territori__legami') }} as l on k.territorio_id = l.territorio_id
    inner join attesi as a on l.padre_id = a.territorio_id
    group by l.padre_id, k.anno, k.fonte_id
    having count(*) = any_value(a.comuni)
),

tutti as (
    select * from comuni
    union all by name
    select l.padre_id as territorio_id, c.anno, c.codice_cittadinanza, c.cittadinanza, c.maschi, c.femmine, c.fonte_id
    from comuni as c
    inner join {{ ref('int_territori__legami') }} as l on c.territorio_id = l.territorio_id
),

sommati as (
    select t.territorio_id, t.anno, t.codice_cittadinanza as cittadinanza_codice, any_value(t.cittadinanza) as cittadinanza_nome,
        t.fonte_id, sum(t.maschi) as m, sum(t.femmine) as f
    from tutti as t
    inner join territori as k on t.territorio_id = k.territorio_id and t.anno = k.anno and t.fonte_id = k.fonte_id
    where t.codice_cittadinanza <> '100'
    group by all
)

select territorio_id, anno, cittadinanza_codice, cittadinanza_nome, fonte_id,
    unnest(['M', 'F', 'T']) as sesso, unnest([m, f, m + f])::bigint as residenti
from sommati
