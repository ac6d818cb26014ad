{#- Households and persons with the ADI or the RdC, of every release and source; corrente marks the one to be shown. -#}
with uniti as (
    select * from {{ ref('int_adi__pubblicati') }}
    union all by name
    select * from {{ ref('int_adi__da_casi') }}
),

letti as (
    select u.*, coalesce(d.si_sovrappone, false) as si_sovrappone,
        -- The tables of INPS before what is made of them; exact figures before rounded ones; then the latest release.
        row_number() over (
            partition by u.territorio_id, u.periodo_dal, u.mese, u.misura, u.conteggio, u.dimensione, u.modalita
            order by coalesce(list_position(['inps_tavole', 'inps_comuni', 'casi', 'somma_dei_comuni', 'stampa'], u.origine), 9),
                u.approssimato, u.rilasciato_il desc nulls last, u.fonte_id
        ) = 1 as corrente
    from uniti as u
    left join {{ ref('adi_dimensione') }} as d on u.dimensione = d.dimensione
),

-- The same month of the year before: of the same measure, or of the one that it replaced (RdC until December 2023).
precedenti as (
    select l.*, p.misura as misura_precedente, p.mese as mese_precedente, p.nuclei as nuclei_precedenti,
        p.persone as persone_precedenti, p.importo_medio_eur as importo_precedente_eur
    from letti as l
    left join letti as p
        on p.corrente and l.territorio_id = p.territorio_id and l.conteggio = p.conteggio and l.dimensione = p.dimensione
        and l.modalita = p.modalita and p.mese = l.mese - interval 1 year and p.periodo_dal = l.periodo_dal - interval 1 year
        and (l.misura = p.misura or (l.misura = 'adi' and p.misura = 'rdc'))
    qualify row_number() over (
        partition by l.territorio_id, l.periodo_dal, l.mese, l.misura, l.conteggio, l.dimensione, l.modalita, l.fonte_id
        order by l.misura = p.misura desc
    ) = 1
)

select *,
    100.0 * (nuclei - nuclei_precedenti) / nullif(nuclei_precedenti, 0) as variazione_nuclei_pct,
    100.0 * (persone - persone_precedenti) / nullif(persone_precedenti, 0) as variazione_persone_pct,
    100.0 * (importo_medio_eur - importo_precedente_eur)::double / nullif(importo_precedente_eur, 0)::double
        as variazione_importo_pct
from precedenti
