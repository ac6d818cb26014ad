-- What ISTAT's balance, foreigners by age and citizenships add to a published warehouse. The numbers are made up.
create or replace table marts.bilancio_demografico as
with voci(voce, persone) as (
    values ('popolazione_inizio', 1000), ('nati', 6), ('morti', 16), ('iscritti_altri_comuni', 40),
        ('cancellati_altri_comuni', 30), ('iscritti_estero', 12), ('cancellati_estero', 4), ('iscritti_altri_motivi', 0),
        ('cancellati_altri_motivi', 2), ('aggiustamento_statistico', -3), ('popolazione_fine', 1003)
)
select t.territorio_id, a.anno, v.voce, s.sesso,
    (v.persone + if(v.voce in ('popolazione_inizio', 'popolazione_fine'), a.anno - 2021, 0))::bigint as persone,
    f.fonte_id, 'istat_bilancio' as serie, true as corrente
from voci as v
cross join (values ('amb:sebino'), ('com:017085'), ('reg:03')) as t(territorio_id)
cross join (values (2021), (2022), (2023)) as a(anno)
cross join (values ('M'), ('F')) as s(sesso)
cross join (select min(fonte_id) as fonte_id from marts.popolazione where eta_min = eta_max and anno = 2023) as f;

create or replace table marts.cittadinanza as
select t.territorio_id, 2023 as anno, c.codice as cittadinanza_codice, c.nome as cittadinanza_nome, s.sesso,
    (c.persone + if(s.sesso = 'F', 1, 0))::bigint as residenti, f.fonte_id, true as corrente
from (values ('235', 'Romania', 200), ('436', 'Marocco', 90), ('201', 'Albania', 80), ('346', 'Senegal', 40),
    ('330', 'India', 30), ('344', 'Pakistan', 20), ('243', 'Ucraina', 12), ('314', 'Cina', 9), ('419', 'Egitto', 7),
    ('460', 'Tunisia', 5), ('322', 'Filippine', 3), ('615', 'Perù', 1)) as c(codice, nome, persone)
cross join (values ('amb:sebino'), ('com:017085')) as t(territorio_id)
cross join (values ('M'), ('F')) as s(sesso)
cross join (select min(fonte_id) as fonte_id from marts.popolazione where eta_min = eta_max and anno = 2023) as f;

delete from marts.popolazione where territorio_id = 'com:017085' and anno = 2023 and cittadinanza = 'straniera';
insert into marts.popolazione by name
select * replace ('straniera' as cittadinanza, residenti // 10 as residenti)
from marts.popolazione
where territorio_id = 'com:017085' and anno = 2023 and eta_min = eta_max and eta_min > 0 and cittadinanza = 'totale';

delete from marts.indicatore_valore
where indicatore_id in ('stranieri', 'quota_stranieri') and anno = 2023 and base_popolazione = 'residenti_istat';
insert into marts.indicatore_valore by name
select v.* replace (n.indicatore_id as indicatore_id, n.valore as valore, n.numeratore as numeratore,
    n.denominatore as denominatore, n.inf as ic95_inf, n.sup as ic95_sup, null as valore_anno_precedente,
    null as variazione_pct, null as esito_variazione)
from marts.indicatore_valore as v
cross join (values ('stranieri', 897.0, 897.0, null, null, null), ('quota_stranieri', 10.0, 897.0, 8973.0, 9.4, 10.6))
    as n(indicatore_id, valore, numeratore, denominatore, inf, sup)
where v.indicatore_id = 'residenti_0_14' and v.anno = 2023 and v.base_popolazione = 'residenti_istat'
    and (v.territorio_id in ('amb:sebino', 'reg:03') or v.territorio_id in (
        select territorio_id from marts.ponte_territorio where padre_id = 'amb:sebino'));

-- A warehouse built before comparisons were published has none: the least that pages read of them.
create view if not exists marts.indicatore_confronto as
select v.territorio_id, r.territorio_id as riferimento_id, v.indicatore_id, v.anno, v.base_popolazione,
    v.metodo_denominatore, v.fonte_id, v.valore, v.ic95_inf, v.ic95_sup, r.valore as valore_riferimento,
    v.valore - r.valore as differenza, 100 * (v.valore - r.valore) / r.valore as differenza_pct,
    case
        when v.ic95_sup is null then 'non_valutabile'
        when v.ic95_sup < r.valore then 'sotto'
        when v.ic95_inf > r.valore then 'sopra'
        else 'simile'
    end as esito,
    null::varchar as giudizio,
    if(v.ic95_sup is null, 'manca l''intervallo del valore', null) as motivo,
    false as riferimento_contiene
from marts.indicatore_valore as v
join marts.indicatore_valore as r using (indicatore_id, anno, base_popolazione, fonte_id)
where v.territorio_id <> r.territorio_id;
