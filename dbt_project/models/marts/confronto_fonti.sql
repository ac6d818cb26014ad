with giudicati as (
    select c.*, t.nome,
        -- A file of several years has one date for all of them.
        if(coalesce(a.tracciato, '') = 'osservazioni' or year(a.data_riferimento) <> c.anno, make_date(c.anno, 1, 1), a.data_riferimento)
            as data_a,
        make_date(c.anno_proposto, 1, 1) as data_b,
        case
            when c.scarto = 0 then 'uguali'
            when c.anno_proposto <> c.anno and not c.e_la_stessa then 'altra_data'
            -- Registers run about four in a thousand above ISTAT.
            when abs(c.scarto_pct) <= 1 then 'vicini'
            else 'diversi'
        end as esito
    from {{ ref('int_controlli__fonti_a_confronto') }} as c
    inner join {{ ref('dim_fonte') }} as a on c.fonte_a = a.fonte_id
    inner join {{ ref('dim_territorio') }} as t on c.territorio_id = t.territorio_id
)

select territorio_id, 'residenti' as quantita, anno, fonte_a, data_a, valore_a, fonte_b, data_b, valore_b, scarto, scarto_pct,
    case when anno_proposto <> anno and (e_la_stessa or ha_stesso_anno) then data_b end as data_proposta,
    ha_stesso_anno, scarto_medio_pct, esito,
    nome || ': ' || main.numero_it(valore_a) || ' residenti al ' || strftime(data_a, '%d/%m/%Y') || ', '
        || main.numero_it(valore_b) || ' per ISTAT al ' || strftime(data_b, '%d/%m/%Y')
        || if(scarto = 0, ': sono uguali.', ' (' || if(scarto > 0, '+', '') || main.numero_it(scarto) || ').') as messaggio
from giudicati
