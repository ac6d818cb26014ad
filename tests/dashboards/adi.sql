-- Published tables as they are after two releases of INPS tables (made-up figures): 24 months of the province, its
-- categories, one hidden by the source and one hidden to protect it, and one revision beyond the bound.
create temp table modello as
    select * from marts.adi_nuclei where territorio_id = 'prov:017' and misura = 'adi' and mese = '2025-12-01';

delete from marts.adi_nuclei where territorio_id = 'prov:017' and misura = 'adi';
delete from marts.adi_tasso where territorio_id = 'prov:017' and misura = 'adi';

insert into marts.adi_nuclei by name
select m.* replace (
        d::date as mese, d::date as periodo_dal, 3900 + 10 * n as nuclei, 7400 + 20 * n as persone, 550 + n as importo_medio_eur,
        'inps_tavole' as origine, date '2026-01-31' as rilasciato_il, null as mese_precedente, null as misura_precedente,
        null as nuclei_precedenti, null as persone_precedenti, null as importo_precedente_eur,
        null as variazione_nuclei_pct, null as variazione_persone_pct, null as variazione_importo_pct, n as riga)
from modello as m
cross join (
    select unnest(generate_series(date '2024-01-01', date '2025-12-01', interval 1 month)) as d,
        unnest(generate_series(1, 24)) as n
);

insert into marts.adi_nuclei by name
select m.* replace (
        v.dimensione as dimensione, v.modalita as modalita, v.nuclei as nuclei, null as persone,
        null as importo_medio_eur, v.stato as stato_cella, v.si_sovrappone as si_sovrappone, null as mese_precedente,
        null as nuclei_precedenti, 'inps_tavole' as origine)
from modello as m
cross join (values
    ('over60', 'con', 2200, 'pubblicabile', true),
    ('carichi_cura', 'con', null, 'soppressa_primaria', true),
    ('minori', 'con', null, 'soppressa_secondaria', true),
    ('componenti', '1', 2400, 'pubblicabile', false),
    ('componenti', '2_piu', 1740, 'pubblicabile', false)
) as v(dimensione, modalita, nuclei, stato, si_sovrappone);

insert into marts.adi_revisione by name
select 'prov:017' as territorio_id, date '2025-06-01' as periodo_dal, date '2025-06-01' as mese, 'adi' as misura,
    'in_pagamento_nel_mese' as conteggio, 'totale' as dimensione, 'totale' as modalita, 'nuclei' as quantita,
    fonte_id, date '2026-01-31' as rilasciato_il, 4140.0 as valore, fonte_id as fonte_id_prima,
    date '2025-07-31' as rilasciato_il_prima, 3800.0 as valore_prima, 340.0 as scarto, 100 * 340 / 3800.0 as scarto_pct,
    5.0 as limite_pct, 'fuori' as esito
from modello;
