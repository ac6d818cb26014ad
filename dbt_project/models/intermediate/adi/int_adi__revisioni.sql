{#- How each release of the INPS tables changes what the one before said of the same month. -#}
with uscite as (
    unpivot (
        select territorio_id, periodo_dal, mese, misura, conteggio, dimensione, modalita, fonte_id, origine, rilasciato_il,
            file, riga, nuclei::double as nuclei, persone::double as persone, importo_medio_eur::double as importo_medio_eur
        from {{ ref('int_adi__pubblicati') }}
        where origine <> 'stampa'
    )
    on nuclei, persone, importo_medio_eur into name quantita value valore
),

coppie as (
    select *,
        lag(valore) over uscita as valore_prima,
        lag(rilasciato_il) over uscita as rilasciato_il_prima,
        lag(fonte_id) over uscita as fonte_id_prima
    from uscite
    window uscita as (
        partition by territorio_id, periodo_dal, mese, misura, conteggio, dimensione, modalita, origine, quantita
        order by rilasciato_il, fonte_id
    )
)

select c.territorio_id, c.periodo_dal, c.mese, c.misura, c.conteggio, c.dimensione, c.modalita, c.quantita, c.fonte_id,
    c.rilasciato_il, c.valore, c.fonte_id_prima, c.rilasciato_il_prima, c.valore_prima,
    c.valore - c.valore_prima as scarto,
    100 * (c.valore - c.valore_prima) / nullif(c.valore_prima, 0) as scarto_pct,
    l.valore::double as limite_pct,
    if(abs(c.valore - c.valore_prima) > l.valore::double / 100 * abs(c.valore_prima)
        and (c.quantita = 'importo_medio_eur' or abs(c.valore - c.valore_prima) > m.valore::double), 'fuori', 'entro') as esito,
    l.motivo as limite_motivo,
    c.file, c.riga
from coppie as c
inner join {{ ref('adi_limite') }} as l
    on l.limite = 'revisione_' || if(c.quantita = 'importo_medio_eur', 'importo', c.quantita) || '_pct'
inner join {{ ref('adi_limite') }} as m on m.limite = 'revisione_minima'
where c.valore_prima is not null
