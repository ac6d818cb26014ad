select
    trim(territorio) as territorio,
    trim(livello) as livello,
    trim(misura) as misura,
    try_cast(trim(periodo_dal) || '-01' as date) as periodo_dal,
    try_cast(trim(mese) || '-01' as date) as mese,
    trim(conteggio) as conteggio,
    trim(dimensione) as dimensione,
    trim(modalita) as modalita,
    raw.leggi_intero(nuclei) as nuclei,
    raw.leggi_intero(persone) as persone,
    raw.leggi_decimale(importo_medio_eur)::decimal(14, 2) as importo_medio_eur,
    trim(approssimato) as approssimato,
    try_cast(trim(rilasciato_il) as date) as rilasciato_il,
    trim(fonte_notizia) as fonte_notizia,
    _fonte_id || '/adi_comunicati' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'inps__adi_comunicati') }}
