{#- A printed share or ratio recomputes from its parts, within half a unit of its last printed decimal. -#}
with per_colonne as (
    select d.controllo_id, d.fonte_id, d.tabella, q.file, q.riga, q.colonna, q.riga_documento, q.valore_stampato,
        coalesce(k.valore_stampato, 'riga ' || q.riga) as chi,
        n.valore as numeratore, n.valore_stampato as testo_numeratore,
        m.valore as denominatore, m.valore_stampato as testo_denominatore,
        q.valore, q.decimali, d.moltiplicatore, d.tolleranza
    from {{ ref('int_controlli__dichiarati') }} as d
    inner join {{ ref('int_controlli__celle') }} as q
        on d.fonte_id = q.fonte_id and d.tabella = q.tabella and d.quota = q.colonna
    inner join {{ ref('int_controlli__celle') }} as n on q.file = n.file and q.riga = n.riga and d.numeratore = n.colonna
    left join {{ ref('int_controlli__celle') }} as k on q.file = k.file and q.riga = k.riga and d.chiave = k.colonna
    left join {{ ref('int_controlli__celle') }} as base
        on q.file = base.file and d.chiave = base.colonna and d.riga_denominatore = base.valore_stampato
    inner join {{ ref('int_controlli__celle') }} as m
        on q.file = m.file and coalesce(base.riga, q.riga) = m.riga and d.denominatore = m.colonna
    where d.tipo = 'quota' and d.quota is not null
        and (d.riga_denominatore is null or base.riga is not null)
        and (d.righe is null or list_contains(d.righe, k.valore_stampato))
),

per_righe as (
    select d.controllo_id, d.fonte_id, d.tabella, q.file, q.riga, q.colonna, q.riga_documento, q.valore_stampato,
        q.colonna as chi,
        n.valore as numeratore, n.valore_stampato as testo_numeratore,
        m.valore as denominatore, m.valore_stampato as testo_denominatore,
        q.valore, q.decimali, d.moltiplicatore, d.tolleranza
    from {{ ref('int_controlli__dichiarati') }} as d
    inner join {{ ref('int_controlli__celle') }} as kq
        on d.fonte_id = kq.fonte_id and d.tabella = kq.tabella and d.chiave = kq.colonna and d.riga_quota = kq.valore_stampato
    inner join {{ ref('int_controlli__celle') }} as kn
        on kq.file = kn.file and d.chiave = kn.colonna and d.riga_numeratore = kn.valore_stampato
    inner join {{ ref('int_controlli__celle') }} as km
        on kq.file = km.file and d.chiave = km.colonna and d.riga_denominatore = km.valore_stampato
    inner join {{ ref('int_controlli__celle') }} as q
        on kq.file = q.file and kq.riga = q.riga and list_contains(d.colonne, q.colonna)
    inner join {{ ref('int_controlli__celle') }} as n on kn.file = n.file and kn.riga = n.riga and q.colonna = n.colonna
    inner join {{ ref('int_controlli__celle') }} as m on km.file = m.file and km.riga = m.riga and q.colonna = m.colonna
    where d.tipo = 'quota' and d.quota is null
)

select
    controllo_id, fonte_id, tabella, file, riga, colonna, riga_documento, chi, valore_stampato,
    numeratore::double / denominatore * moltiplicatore as atteso, valore::double as trovato,
    -- A value that rounds to the printed one at its decimals is right, whichever way a half was rounded.
    greatest(tolleranza, 0.5 * pow(10, -coalesce(decimali, 0))) as tolleranza,
    false as e_illeggibile,
    testo_numeratore || ' / ' || testo_denominatore || if(moltiplicatore = 1, '', ' × ' || main.numero_it(moltiplicatore))
        as espressione,
    decimali
from (select * from per_colonne union all by name select * from per_righe)
where valore is not null and numeratore is not null and denominatore <> 0
