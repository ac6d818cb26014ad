{#- Indicators recomputed across tables against the value that the document prints, where no sidecar declares it already. -#}
select
    'ricalcolo_' || d.indicatore_id as controllo_id, split_part(d.fonte_id, '/', 1) as fonte_id, d.tabella,
    d.file, d.riga, d.colonna, d.riga_documento, d.testo_stampato as valore_stampato,
    d.valore as atteso, d.valore_stampato as trovato, 0.5 * pow(10, -coalesce(d.decimali_stampati, 0)) as tolleranza,
    main.numero_it(d.numeratore) || ' / ' || main.numero_it(d.denominatore) || ' × ' || main.numero_it(i.moltiplicatore)
        as espressione,
    d.decimali_stampati as decimali, d.territorio_id, d.anno, d.indicatore_id, i.formula
from {{ ref('int_documenti__indicatori') }} as d
inner join {{ ref('stg_definizioni__indicatore') }} as i on d.indicatore_id = i.indicatore_id
anti join {{ ref('int_controlli__quota') }} as q on d.file = q.file and d.riga = q.riga and d.colonna = q.colonna
where d.testo_stampato is not null and d.numeratore is not null and d.denominatore is not null and d.valore is not null
