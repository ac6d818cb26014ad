{#- Rewards that a plan may earn: each once, advance and balance. -#}
select 'amb:dalmine' as ambito_id, 'Piano di Zona 2021-2023' as piano, servizio as quota, fondo, fondo_stampato,
    importo_eur::decimal(14, 2) as importo_eur, acconto_pct::decimal(5, 2) as acconto_pct,
    acconto_eur::decimal(14, 2) as acconto_eur, saldo_pct::decimal(5, 2) as saldo_pct,
    saldo_eur::decimal(14, 2) as saldo_eur, fonte_id, file, riga, riga_documento, valore_stampato
from {{ ref('int_spesa__premialita') }}
