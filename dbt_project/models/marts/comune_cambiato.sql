select c.codice as codice_prima, c.codice_corrente as codice_dopo, c.territorio_id, e.nome as nome_prima, u.nome as nome_dopo,
    v.dal, coalesce(v.tipo, 'cambio_codice') as tipo,
    coalesce(v.motivo, 'Nell''elenco dei comuni lo stesso codice catastale ha un altro codice ISTAT') as motivo
from {{ ref('int_comuni__codici') }} as c
inner join {{ ref('int_comuni__uniti') }} as u on c.territorio_id = u.territorio_id
left join {{ ref('comune_variazione') }} as v on c.codice = v.codice_prima
left join (
    select codice, max_by(nome, data_elenco) as nome from {{ ref('int_comuni__elenchi') }} group by codice
) as e on c.codice = e.codice
where c.codice <> c.codice_corrente
