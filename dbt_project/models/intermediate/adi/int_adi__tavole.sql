{#- Rows of the received tables of INPS with their territory and figures; problema says why a row cannot be used. -#}
with nominati as (
    select t.*,
        {{ nome_confrontabile('t.provincia') }} as provincia_nome,
        {{ nome_confrontabile('t.regione') }} as regione_nome
    from {{ ref('stg_inps__adi_tavole') }} as t
),

collocati as (
    select n.*,
        if(n.provincia_nome <> '', n.provincia, n.regione) as nome_territorio,
        case
            when n.provincia_nome <> '' then p.territorio_id
            when n.regione_nome = '' and n.regione is not null then 'ita'
            else coalesce(r.territorio_id, u.territorio_id)
        end as territorio_id,
        -- A name that is declared to be no territory of ours is passed over without a word.
        case
            when n.provincia_nome <> '' then coalesce(p.nome is not null and p.territorio_id is null, false)
            else coalesce(r.nome is not null and r.territorio_id is null, false)
        end as e_altro_territorio
    from nominati as n
    left join {{ ref('int_adi__territori') }} as p on n.provincia_nome = p.nome and p.livello in ('provincia', 'regione')
        and (p.livello = 'provincia' or p.territorio_id is null)
    left join {{ ref('int_adi__territori') }} as r on n.regione_nome = r.nome and r.livello in ('regione', 'italia')
    left join {{ ref('int_adi__territori') }} as u
        on n.regione_nome = u.nome and u.livello = 'provincia' and n.provincia_nome is null
),

letti as (
    select c.* exclude (nuclei, persone, importo_medio_eur),
        raw.leggi_intero(c.nuclei, k.locale) as nuclei,
        raw.leggi_intero(c.persone, k.locale) as persone,
        raw.leggi_decimale(c.importo_medio_eur, k.locale)::decimal(14, 2) as importo_medio_eur,
        regexp_matches(concat(c.nuclei, c.persone), '[*<]') as e_nascosta,
        f.rilasciato_il, f.provvisorio
    from collocati as c
    inner join {{ ref('stg_raw__file') }} as f on c.raccolta = f.fonte_id and c.tabella = f.tabella
    inner join {{ ref('stg_raw__colonne') }} as k
        on c.raccolta = k.fonte_id and c.tabella = k.tabella and k.colonna = 'nuclei'
)

select
    l.territorio_id, e.periodo_dal, e.mese, e.misura, e.conteggio, e.dimensione, e.modalita, l.fonte_id, l.rilasciato_il,
    l.nuclei, l.persone, l.importo_medio_eur,
    if(l.e_nascosta, 'soppressa_primaria', 'pubblicabile') as stato_cella,
    l.provvisorio, l.posizione, l.nome_territorio, l.e_altro_territorio, e.periodo_stampato, l.categoria, l.titolo,
    case
        when l.territorio_id is null and not l.e_altro_territorio then 'territorio'
        when l.territorio_id is null then 'altro_territorio'
        when e.mese is null then 'periodo'
        when e.misura is null then 'misura'
        when e.dimensione is null then 'categoria'
        when e.conteggio = 'in_pagamento_nel_mese' and e.periodo_dal <> e.mese then 'media_di_mesi'
        when l.nuclei is null and l.persone is null and l.importo_medio_eur is null and not l.e_nascosta then 'senza_cifre'
    end as problema,
    l.file, l.riga
from letti as l
inner join {{ ref('int_adi__etichette') }} as e on l.fonte_id = e.fonte_id and l.file = e.file and l.riga = e.riga
