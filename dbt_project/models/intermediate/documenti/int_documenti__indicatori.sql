{#- Indicators recomputed from the quantities that a document prints, with the value it prints beside. -#}
with parti as (
    select
        m.tabella, m.indicatore_id, m.ruolo, m.segno,
        q.fonte_id, q.raccolta, q.territorio_id, q.valore, q.valore_stampato, q.decimali, q.file, q.riga, q.colonna,
        q.riga_documento
    from {{ ref('quantita_indicatore') }} as m
    inner join {{ ref('int_documenti__quantita') }} as q on m.tabella_codice = q.tabella and m.codice = q.codice
    where q.territorio_id is not null
),

serie as (
    select distinct fonte_id, raccolta, tabella, anno, data_riferimento, base_popolazione, metodo_denominatore
    from {{ ref('int_documenti__quantita') }}
),

riuniti as (
    select
        s.fonte_id, s.raccolta, s.anno, s.data_riferimento, s.base_popolazione, s.metodo_denominatore,
        p.tabella, p.indicatore_id, p.territorio_id,
        -- A quantity that is missing or unreadable leaves the sum unknown, never smaller.
        case when count(*) filter (p.ruolo = 'numeratore') = count(p.valore) filter (p.ruolo = 'numeratore')
            then sum(p.valore * p.segno) filter (p.ruolo = 'numeratore') end as numeratore,
        any_value(p.valore) filter (p.ruolo = 'denominatore') as denominatore,
        bool_or(p.ruolo = 'denominatore') as ha_denominatore,
        bool_or(p.ruolo = 'numeratore') as ha_numeratore,
        any_value(p.valore) filter (p.ruolo = 'stampato') as stampato,
        any_value(p.valore_stampato) filter (p.ruolo = 'stampato') as testo_stampato,
        any_value(p.decimali) filter (p.ruolo = 'stampato') as decimali_stampati,
        coalesce(any_value(p.file) filter (p.ruolo = 'stampato'), any_value(p.file)) as file,
        coalesce(any_value(p.riga) filter (p.ruolo = 'stampato'), any_value(p.riga)) as riga,
        coalesce(any_value(p.colonna) filter (p.ruolo = 'stampato'), any_value(p.colonna)) as colonna,
        coalesce(any_value(p.riga_documento) filter (p.ruolo = 'stampato'), any_value(p.riga_documento)) as riga_documento
    from parti as p
    inner join serie as s on p.raccolta = s.raccolta and p.tabella = s.tabella
    group by all
)

select
    r.* exclude (ha_denominatore, ha_numeratore, stampato, numeratore, denominatore),
    coalesce(r.numeratore, m.tasso) as numeratore,
    coalesce(r.denominatore, m.tasso_riferimento) as denominatore,
    case
        when m.tasso is not null then m.tasso::double / m.tasso_riferimento::double
        when r.ha_numeratore and r.ha_denominatore then r.numeratore::double / nullif(r.denominatore, 0) * i.moltiplicatore
        when r.ha_numeratore then r.numeratore::double
        else r.stampato::double
    end as valore,
    -- A count is its own printed value; a ratio prints it apart.
    case when r.stampato is not null then r.stampato::double
        when r.ha_numeratore and not r.ha_denominatore then r.numeratore::double end as valore_stampato,
    case
        when r.ha_denominatore and r.denominatore = 0 then 'denominatore_zero'
        when r.ha_numeratore and r.numeratore is null then 'cella_non_leggibile'
        when r.ha_denominatore and r.denominatore is null then 'cella_non_leggibile'
        when not r.ha_numeratore and r.stampato is null then 'non_stampato'
    end as motivo_assenza
from riuniti as r
inner join {{ ref('stg_definizioni__indicatore') }} as i on r.indicatore_id = i.indicatore_id
left join {{ ref('int_documenti__mortalita_riferita') }} as m
    on r.indicatore_id = m.indicatore_id and r.territorio_id = m.territorio_id
