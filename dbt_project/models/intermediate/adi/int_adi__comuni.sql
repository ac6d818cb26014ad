{#- RdC by comune: the code of the land register, in capitals or not, is matched with the lists of comuni; a six-digit
    code is taken for ISTAT's. Comuni that merged are added up; an ambito is the sum of its comuni when all are there. -#}
with codici as (
    select codice_catastale as codice, codice as codice_istat
    from {{ ref('int_comuni__elenchi') }}
    where codice_catastale is not null
    qualify row_number() over (partition by codice_catastale order by data_elenco desc, codice) = 1
    union
    select codice, codice from {{ ref('int_comuni__codici') }}
),

letti as (
    select r.fonte_id, r.file, r.riga, r.codice, r.comune, c.territorio_id, f.rilasciato_il,
        case
            when r.mese is null then make_date(try_cast(r.anno as integer), 1, 1)
            else make_date(try_cast(r.anno as integer), coalesce(try_cast(r.mese as integer), {{ mesi_nominati('r.mese') }}[1]::integer), 1)
        end as periodo_dal,
        if(r.mese is null, make_date(try_cast(r.anno as integer), 12, 1), periodo_dal) as mese,
        case when regexp_matches(lower(r.misura), '\bpdc\b|^pensione') then 'pdc' else 'rdc' end as misura,
        if(r.mese is null, 'almeno_un_pagamento_nel_periodo', 'in_pagamento_nel_mese') as conteggio,
        raw.leggi_intero(r.nuclei, k.locale) as nuclei,
        raw.leggi_intero(r.persone, k.locale) as persone,
        raw.leggi_decimale(r.importo_medio_eur, k.locale)::decimal(14, 2) as importo_medio_eur,
        regexp_matches(concat(r.nuclei, r.persone), '[*<]') as e_nascosta
    from {{ ref('stg_inps__rdc_comuni') }} as r
    inner join {{ ref('stg_raw__file') }} as f on r.raccolta = f.fonte_id and r.tabella = f.tabella
    inner join {{ ref('stg_raw__colonne') }} as k
        on r.raccolta = k.fonte_id and r.tabella = k.tabella and k.colonna = 'nuclei'
    left join codici as b on r.codice = b.codice
    left join {{ ref('int_comuni__codici') }} as c on b.codice_istat = c.codice
)

select *, case when territorio_id is null then 'territorio' when mese is null then 'periodo' end as problema
from letti
