{#- Every published figure that can be used, of the tables of INPS, of its table by comune, and as the press reported it.
    Two tables of one delivery that give the same fact make one row, the first; where they differ a check says so. -#}
with stampa as (
    select livello, territorio, mese as periodo_dal, mese, misura, conteggio, 'totale' as dimensione, 'totale' as modalita,
        fonte_id, null::date as rilasciato_il, nuclei, persone, importo_medio_eur, approssimato = 'si' as approssimato,
        fonte_notizia, file, riga
    from (select * replace ((mese || '-01')::date as mese) from {{ ref('stg_inps__adi_pubblicati') }})
    union all by name
    select * replace (approssimato = 'si' as approssimato) from {{ ref('stg_inps__adi_comunicati') }}
),

collocati as (
    select case s.livello when 'italia' then 'ita' else t.territorio_id end as territorio_id, s.* exclude (livello, territorio),
        f.rilasciato_il as del_file
    from stampa as s
    left join {{ ref('int_adi__territori') }} as t
        on s.livello = t.livello and {{ nome_confrontabile('s.territorio') }} = t.nome
    inner join {{ ref('stg_raw__file') }} as f on s.fonte_id = f.fonte_id || '/' || f.tabella
),

-- One row for each comune of today.
comuni as (
    select territorio_id, periodo_dal, mese, misura, conteggio, fonte_id, any_value(rilasciato_il) as rilasciato_il,
        if(count(nuclei) = count(*), sum(nuclei), null)::bigint as nuclei,
        if(count(persone) = count(*), sum(persone), null)::bigint as persone,
        if(count(importo_medio_eur) = count(*) and count(nuclei) = count(*),
            sum(importo_medio_eur * nuclei) / nullif(sum(nuclei), 0), null)::decimal(14, 2) as importo_medio_eur,
        bool_or(e_nascosta) as e_nascosta, min_by(file, riga) as file, min(riga) as riga
    from {{ ref('int_adi__comuni') }}
    where problema is null
    group by territorio_id, periodo_dal, mese, misura, conteggio, fonte_id
),

ambiti as (
    select g.padre_id as territorio_id, c.periodo_dal, c.mese, c.misura, c.conteggio, c.fonte_id,
        any_value(c.rilasciato_il) as rilasciato_il,
        if(count(c.nuclei) = count(*), sum(c.nuclei), null)::bigint as nuclei,
        if(count(c.persone) = count(*), sum(c.persone), null)::bigint as persone,
        if(count(c.importo_medio_eur) = count(*) and count(c.nuclei) = count(*),
            sum(c.importo_medio_eur * c.nuclei) / nullif(sum(c.nuclei), 0), null)::decimal(14, 2) as importo_medio_eur,
        bool_or(c.e_nascosta) as e_nascosta
    from comuni as c
    inner join {{ ref('int_territori__legami') }} as g on c.territorio_id = g.territorio_id and g.padre_id like 'amb:%'
    inner join (
        select padre_id, count(*) as attesi from {{ ref('int_territori__legami') }}
        where territorio_id like 'com:%' group by padre_id
    ) as a on g.padre_id = a.padre_id
    group by g.padre_id, c.periodo_dal, c.mese, c.misura, c.conteggio, c.fonte_id
    having count(*) = any_value(a.attesi)
),

uniti as (
    select territorio_id, periodo_dal, mese, misura, conteggio, dimensione, modalita, fonte_id, 'inps_tavole' as origine,
        rilasciato_il, nuclei, persone, importo_medio_eur, stato_cella, false as approssimato, posizione, file, riga
    from {{ ref('int_adi__tavole') }}
    where problema is null
    union all by name
    select * exclude (e_nascosta), if(e_nascosta, 'soppressa_primaria', 'pubblicabile') as stato_cella,
        'totale' as dimensione, 'totale' as modalita, 'inps_comuni' as origine, false as approssimato
    from comuni
    union all by name
    select * exclude (e_nascosta), if(e_nascosta, 'soppressa_primaria', 'pubblicabile') as stato_cella,
        'totale' as dimensione, 'totale' as modalita, 'somma_dei_comuni' as origine, false as approssimato
    from ambiti
    union all by name
    select * exclude (del_file) replace (coalesce(rilasciato_il, del_file) as rilasciato_il), 'stampa' as origine,
        'pubblicabile' as stato_cella
    from collocati
)

select territorio_id, periodo_dal, mese, misura, conteggio, dimensione, modalita, fonte_id, origine, rilasciato_il,
    nuclei, persone, importo_medio_eur, stato_cella, approssimato, fonte_notizia, posizione, file, riga
from uniti
qualify row_number() over (
    partition by territorio_id, periodo_dal, mese, misura, conteggio, dimensione, modalita, fonte_id
    -- Of two tables the one with more figures; else the first.
    order by nuclei is null, (nuclei is null)::int + (persone is null)::int + (importo_medio_eur is null)::int, riga
) = 1
