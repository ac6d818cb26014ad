with letti as (
    select
        case p.livello when 'italia' then 'ita' else t.territorio_id end as territorio_id,
        (p.mese || '-01')::date as mese,
        p.misura, p.conteggio, 'totale' as dimensione, 'totale' as modalita, p.fonte_id,
        p.nuclei, p.persone, p.importo_medio_eur, 'pubblicabile' as stato_cella, p.approssimato = 'si' as approssimato,
        p.fonte_notizia, p.file, p.riga
    from {{ ref('stg_inps__adi_pubblicati') }} as p
    left join {{ ref('dim_territorio') }} as t on p.livello = t.livello and p.territorio = t.nome_breve
),

-- The same month of the year before: of the same measure, or of the one that it replaced (RdC until December 2023).
precedenti as (
    select l.*, p.misura as misura_precedente, p.mese as mese_precedente, p.nuclei as nuclei_precedenti,
        p.persone as persone_precedenti, p.importo_medio_eur as importo_precedente_eur
    from letti as l
    left join letti as p
        on l.territorio_id = p.territorio_id and l.conteggio = p.conteggio and l.dimensione = p.dimensione
        and l.modalita = p.modalita and p.mese = l.mese - interval 1 year
        and (l.misura = p.misura or (l.misura = 'adi' and p.misura = 'rdc'))
    qualify row_number() over (
        partition by l.territorio_id, l.mese, l.misura, l.conteggio, l.dimensione, l.modalita, l.fonte_id
        order by l.misura = p.misura desc
    ) = 1
)

select *,
    100.0 * (nuclei - nuclei_precedenti) / nullif(nuclei_precedenti, 0) as variazione_nuclei_pct,
    100.0 * (persone - persone_precedenti) / nullif(persone_precedenti, 0) as variazione_persone_pct,
    100.0 * (importo_medio_eur - importo_precedente_eur)::double / nullif(importo_precedente_eur, 0)::double
        as variazione_importo_pct
from precedenti
