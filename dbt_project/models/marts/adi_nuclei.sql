select
    case p.livello
        when 'italia' then 'ita'
        else t.territorio_id
    end as territorio_id,
    (p.mese || '-01')::date as mese,
    p.misura,
    p.conteggio,
    'totale' as dimensione,
    'totale' as modalita,
    p.fonte_id,
    p.nuclei,
    p.persone,
    p.importo_medio_eur,
    'pubblicabile' as stato_cella,
    p.approssimato = 'si' as approssimato,
    p.fonte_notizia,
    p.file,
    p.riga
from {{ ref('stg_inps__adi_pubblicati') }} as p
left join {{ ref('dim_territorio') }} as t on p.livello = t.livello and p.territorio = t.nome_breve
