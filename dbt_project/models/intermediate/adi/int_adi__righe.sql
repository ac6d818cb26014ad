{{ config(database='riservato') }}
{#- Every received row, with what the declared rules (adi_regole) make of it: counted, or why not. -#}
with lette as (
    select c.*, k.fonte_pubblicata, k.fonte_corrente, k.ultima_estrazione, k.esclusione,
        -- What makes two rows the same: a domanda, or one period of it.
        row(c.ambito_id, c.misura, c.formato, c.caso_chiave, if(k.identita = 'domanda_e_inizio', c.data_inizio, null)) as identita
    from {{ ref('stg_riservato__casi') }} as c
    inner join {{ ref('int_adi__consegne') }} as k
        on c.fonte_id = k.fonte_id and c.file = k.file and c.ambito_id = k.ambito_id and c.misura = k.misura
        and c.formato = k.formato and c.estratto_il = k.estratto_il
),

-- The row before and the row after it, among those of the same domanda that are in force.
ordinate as (
    select fonte_id, file, riga,
        lag(operazione) over nella_identita as operazione_prima,
        lead(operazione) over nella_identita as operazione_dopo,
        lead(row(componenti, comune_stampato)) over nella_identita as nucleo_dopo
    from lette
    where esclusione is null and caso_chiave is not null
    window nella_identita as (partition by identita order by estratto_il, file, riga)
),

comuni as (
    select p.comune_stampato, p.comune_codice_tipo, p.ambito_id,
        -- A name of two comuni is the one of the ambito.
        coalesce(any_value(n.territorio_id) filter (a.padre_id is not null),
            if(count(distinct n.territorio_id) = 1, any_value(n.territorio_id), null)) as territorio_id,
        bool_or(a.padre_id is not null) as e_dell_ambito
    from (select distinct comune_stampato, comune_codice_tipo, ambito_id from lette) as p
    inner join {{ ref('int_adi__nomi_comuni') }} as n
        on p.comune_codice_tipo = n.tipo and n.nome = case p.comune_codice_tipo
            when 'istat' then lpad(p.comune_stampato, 6, '0')
            when 'catastale' then upper(p.comune_stampato)
            else {{ nome_comune('p.comune_stampato') }} end
    left join {{ ref('int_territori__legami') }} as a on n.territorio_id = a.territorio_id and p.ambito_id = a.padre_id
    group by all
),

ambiti as (
    select distinct padre_id as ambito_id from {{ ref('int_territori__legami') }} where padre_id like 'amb:%'
),

datate as (
    select l.*, o.operazione_prima, o.operazione_dopo, o.nucleo_dopo, c.territorio_id, coalesce(c.e_dell_ambito, false) as e_dell_ambito,
        a.ambito_id is not null as ha_ambito,
        d.valore as regola_domanda,
        b.valore as regola_beneficio,
        coalesce(l.data_inizio, date_trunc('month', l.data_sottoscrizione_pad) + to_months(p.valore::integer))::date as inizio,
        -- The last whole month that the extraction can tell of.
        (date_trunc('month', l.ultima_estrazione + 1) - interval 1 month)::date as ultimo_mese
    from lette as l
    left join ordinate as o on l.fonte_id = o.fonte_id and l.file = o.file and l.riga = o.riga
    left join comuni as c
        on l.comune_stampato = c.comune_stampato and l.comune_codice_tipo = c.comune_codice_tipo and l.ambito_id = c.ambito_id
    left join ambiti as a on l.ambito_id = a.ambito_id
    left join {{ ref('adi_regole') }} as d on d.regola = 'stato_domanda' and l.stato_domanda is not distinct from d.parametro
    left join {{ ref('adi_regole') }} as b on b.regola = 'stato_beneficio' and l.stato_beneficio is not distinct from b.parametro
    left join {{ ref('adi_regole') }} as p on p.regola = 'inizio' and p.parametro = 'mesi_dopo_pad'
)

select
    fonte_id, file, riga, fonte_pubblicata, fonte_corrente, ambito_id, territorio_id, misura, formato, estratto_il, ultima_estrazione, ultimo_mese,
    caso_chiave, coalesce(nucleo_chiave, caso_chiave) as nucleo, data_domanda, inizio, data_fine, stato_beneficio,
    date_trunc('month', inizio)::date as dal,
    least(date_trunc('month', data_fine)::date, if(regola_beneficio = 'fino_al_penultimo_mese' and data_fine is null,
        (ultimo_mese - interval 1 month)::date, ultimo_mese)) as al,
    componenti, minori, disabili, over60, svantaggio, carichi_cura, classe_isee, importo_mensile_eur, sesso, anno_nascita,
    cittadinanza, data_sottoscrizione_pad, data_trasmissione, data_primo_incontro, data_ultimo_monitoraggio, percorso,
    motivo_esonero,
    case
        when esclusione is not null then esclusione
        when caso_chiave is null then 'senza_chiave'
        when operazione = 'C' then if(operazione_prima = 'I', 'cancellazione', 'cancellazione_senza_inserimento')
        when operazione_dopo = 'C' then 'cancellata'
        when operazione_dopo = 'I' then
            if(nucleo_dopo is distinct from row(componenti, comune_stampato), 'nucleo_variato', 'ripetuta')
        when not ha_ambito then 'ambito_sconosciuto'
        when territorio_id is null then 'comune_sconosciuto'
        when not e_dell_ambito then 'comune_fuori_ambito'
        when regola_domanda is null or regola_beneficio is null then 'stato_non_dichiarato'
        when regola_domanda = 'non_conta' then 'domanda_non_accolta'
        when inizio is null or 
            (data_fine is null and 'serve_data_fine' in (regola_domanda, regola_beneficio)) then 'periodo_non_noto'
        when data_fine < inizio then 'periodo_non_valido'
        else 'contata'
    end as esito
from datate
