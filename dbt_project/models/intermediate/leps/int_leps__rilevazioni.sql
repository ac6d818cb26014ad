{#- Every recorded row beside its target, with all that is wrong with it. A row on which nothing was recorded is left
    out: a
    template comes back with rows that are still to be filled in. -#}
with accostate as (
    select
        r.* exclude (numeratore, denominatore, valore),
        t.ambito_id is not null as ha_ambito,
        i.indicatore_id is not null as ha_indicatore,
        i.unita, i.puo_superare_100, i.regola = 'traguardo' as e_traguardo,
            i.denominatore is not null as ha_denominatore,
        o.regola, o.minimo, o.serve_da_base,
        r.numeratore, r.denominatore, r.valore,
        lower(concat_ws(' ', r.numeratore_stampato, r.denominatore_stampato,
            r.valore_stampato)) like '%soppresso%' as soppresso,
        count(*) over (partition by r.fonte_id, r.ambito_id, r.indicatore_id, r.anno) as righe_per_cella,
        {{ giorno_leps() }} as giorno
    from {{ ref('stg_leps__rilevazioni') }} as r
    left join {{ ref('int_leps__ambiti') }} as t on r.ambito_id = t.ambito_id
    left join {{ ref('int_leps__indicatori') }} as i on r.indicatore_id = i.indicatore_id
    left join {{ ref('int_leps__piani') }} as p on r.ambito_id = p.ambito_id
    left join {{ ref('int_leps__obiettivi') }} as o
        on p.piano = o.piano and r.indicatore_id = o.indicatore_id and r.anno = o.anno
    where coalesce(r.numeratore_stampato, r.denominatore_stampato, r.valore_stampato, r.stato_stampato, r.data_stampata,
        r.evidenza, r.nota) is not null
),

misurate as (
    select *, main.leps_valore(unita, numeratore, denominatore, valore) as misura,
        coalesce(numeratore_stampato, denominatore_stampato, valore_stampato) is not null as ha_cifre
    from accostate
),

{#- Each defect: what it is, where, what was found and what was expected. gravita avviso: told, and the row is used. -#}
difettose as (
    select *, list_filter([
        case when problema is not null then {
            'controllo_id': 'rilevazione_modello', 'tipo': 'formato', 'gravita': 'errore',
            'colonna': problema->>'colonna',
            'trovato': problema->>'trovato',
            'atteso': problema->>'atteso',
            'motivo': 'Il modello si legge per nome dei fogli e delle colonne: quelli di questa versione.'} end,
        case when not ha_ambito then {
            'controllo_id': 'rilevazione_ambito', 'tipo': 'completezza', 'gravita': 'errore',
            'colonna': 'ambito_id',
            'trovato': coalesce('«' || ambito_id || '»', 'una cella vuota'),
            'atteso': 'un ambito dichiarato, per esempio amb:sebino',
            'motivo': 'Ogni rilevazione è di un ambito dichiarato.'} end,
        case when not ha_indicatore then {
            'controllo_id': 'rilevazione_indicatore', 'tipo': 'completezza', 'gravita': 'errore',
            'colonna': 'indicatore_id',
            'trovato': coalesce('«' || indicatore_id || '»', 'una cella vuota'),
            'atteso': 'un indicatore del piano, da leps_1_1 a leps_5_3',
            'motivo': 'Ogni rilevazione è di un indicatore definito.'} end,
        case when ha_ambito and ha_indicatore and regola is null then {
            'controllo_id': 'rilevazione_anno', 'tipo': 'completezza', 'gravita': 'errore',
            'colonna': 'anno',
            'trovato': coalesce('«' || anno_stampato || '»', 'una cella vuota'),
            'atteso': 'un anno per cui il piano dell''ambito ha una riga',
            'motivo': 'Si rileva per gli anni del piano.'} end,
        case when righe_per_cella > 1 and regola is not null then {
            'controllo_id': 'rilevazione_doppia', 'tipo': 'completezza', 'gravita': 'errore',
            'colonna': 'indicatore_id',
            'trovato': righe_per_cella || ' righe per lo stesso ambito, indicatore e anno',
            'atteso': 'una riga sola',
            'motivo': 'In una consegna una cella ha un solo valore: di due diversi non si sa quale vale.'} end,
        case when numeratore_stampato is not null and not soppresso
            and (numeratore is null or numeratore <> floor(numeratore)) then {
            'controllo_id': 'rilevazione_numero', 'tipo': 'tipo_cella', 'gravita': 'errore',
            'colonna': 'numeratore',
            'trovato': '«' || numeratore_stampato || '»',
            'atteso': 'un numero intero',
            'motivo': 'Si conta con numeri interi.'} end,
        case when denominatore_stampato is not null and not soppresso
                and (denominatore is null or denominatore <> floor(denominatore)) then {
            'controllo_id': 'rilevazione_numero', 'tipo': 'tipo_cella', 'gravita': 'errore',
            'colonna': 'denominatore',
            'trovato': '«' || denominatore_stampato || '»',
            'atteso': 'un numero intero',
            'motivo': 'Si conta con numeri interi.'} end,
        case when valore_stampato is not null and not soppresso and valore is null then {
            'controllo_id': 'rilevazione_numero', 'tipo': 'tipo_cella', 'gravita': 'errore',
            'colonna': 'valore',
            'trovato': '«' || valore_stampato || '»',
            'atteso': 'un numero',
            'motivo': 'Un valore è un numero.'} end,
        case when least(numeratore, denominatore, valore) < 0 then {
            'controllo_id': 'rilevazione_negativa', 'tipo': 'tipo_cella', 'gravita': 'errore',
            'colonna': case when numeratore < 0 then 'numeratore' when denominatore < 0 then 'denominatore'
                else 'valore' end,
            'trovato': main.leps_cifra(least(numeratore, denominatore, valore)),
            'atteso': 'zero o più',
            'motivo': 'Un conteggio non è mai negativo.'} end,
        case when unita = 'percentuale' and numeratore > denominatore and denominatore > 0 then {
            'controllo_id': 'rilevazione_oltre_il_tutto', 'tipo': 'quota', 'gravita': if(puo_superare_100, 'avviso', 'errore'),
            'colonna': 'numeratore',
            'trovato': main.leps_cifra(numeratore) || ' su ' || main.leps_cifra(denominatore),
            'atteso': 'un numeratore non superiore al denominatore',
            'motivo': if(puo_superare_100, 'Può superare cento; si segnala perché sia riletto.',
                'Il numeratore è una parte del denominatore.')} end,
        case when denominatore = 0 and (numeratore > 0 or nota is null) then {
            'controllo_id': 'rilevazione_denominatore_zero', 'tipo': 'quota', 'gravita': 'errore',
            'colonna': if(numeratore > 0, 'denominatore', 'nota'),
            'trovato': if(numeratore > 0, main.leps_cifra(numeratore) || ' su 0', 'una cella vuota'),
            'atteso': if(numeratore > 0, 'un denominatore maggiore di zero',
                'il motivo di ' || coalesce(main.leps_cifra(numeratore), 'niente') || ' su 0: perché non c''è nulla da misurare'),
            'motivo': '0 su 0 non è il 100 %: vale solo con un motivo dichiarato.'} end,
        case when soppresso and nota is null then {
            'controllo_id': 'rilevazione_soppressa', 'tipo': 'completezza', 'gravita': 'errore',
            'colonna': 'nota',
            'trovato': 'un valore soppresso senza motivo',
            'atteso': 'nella nota, perché non si pubblica',
            'motivo': 'Un valore si sopprime con un motivo dichiarato.'} end,
        case when not e_traguardo and not soppresso and (
                (unita = 'percentuale' and (numeratore_stampato is null or denominatore_stampato is null))
                or (unita = 'giorni' and (numeratore_stampato is null) <> (denominatore_stampato is null))
                or (unita <> 'percentuale' and not ha_cifre)) then {
            'controllo_id': 'rilevazione_incompleta', 'tipo': 'completezza', 'gravita': 'errore',
            'colonna': if(numeratore_stampato is null, 'numeratore', 'denominatore'),
            'trovato': 'una cella vuota',
            'atteso': if(ha_denominatore, 'sia il numeratore sia il denominatore', 'il conteggio nel numeratore'),
            'motivo': 'Una riga compilata dice il valore; un valore mancante non è zero.'} end,
        case when e_traguardo and stato_stampato is null then {
            'controllo_id': 'rilevazione_incompleta', 'tipo': 'completezza', 'gravita': 'errore',
            'colonna': 'stato_traguardo',
            'trovato': 'una cella vuota',
            'atteso': 'lo stato raggiunto',
            'motivo': 'Una riga compilata dice il valore; un valore mancante non è zero.'} end,
        case when e_traguardo and main.ordine_traguardo(stato_traguardo) is null and stato_stampato is not null then {
            'controllo_id': 'rilevazione_stato', 'tipo': 'tipo_cella', 'gravita': 'errore',
            'colonna': 'stato_traguardo',
            'trovato': '«' || stato_stampato || '»',
            'atteso': 'uno fra ' || replace(array_to_string(main.stati_traguardo(), ', '), '_', ' '),
            'motivo': 'Gli stati di un traguardo sono cinque, in ordine.'} end,
        case when e_traguardo and stato_stampato is not null and evidenza is null then {
            'controllo_id': 'rilevazione_senza_prova', 'tipo': 'completezza', 'gravita': 'errore',
            'colonna': 'evidenza',
            'trovato': 'una cella vuota',
            'atteso': 'il documento che prova lo stato, con la data',
            'motivo': 'Uno stato vale con il documento che lo prova.'} end,
        case when rilevato_il is null then {
            'controllo_id': 'rilevazione_data', 'tipo': 'tipo_cella', 'gravita': 'errore',
            'colonna': 'rilevato_il',
            'trovato': coalesce('«' || data_stampata || '»', 'una cella vuota'),
            'atteso': 'una data come 31/12/2025',
            'motivo': 'La data di rilevazione dice quale di due consegne vale.'} end,
        case when rilevato_il > giorno then {
            'controllo_id': 'rilevazione_data_futura', 'tipo': 'tipo_cella', 'gravita': 'errore',
            'colonna': 'rilevato_il',
            'trovato': strftime(rilevato_il, '%d/%m/%Y'),
            'atteso': 'una data fino al ' || strftime(giorno, '%d/%m/%Y'),
            'motivo': 'Non si rileva nel futuro.'} end,
        case when regola is not null and year(rilevato_il) < anno then {
            'controllo_id': 'rilevazione_data_anteriore', 'tipo': 'tipo_cella', 'gravita': 'avviso',
            'colonna': 'rilevato_il',
            'trovato': strftime(rilevato_il, '%d/%m/%Y'),
            'atteso': 'una data dal 01/01/' || anno,
            'motivo': 'Un dato di un anno si rileva in quell''anno o dopo.'} end,
        case when e_traguardo and ha_cifre then {
            'controllo_id': 'rilevazione_cella_di_troppo', 'tipo': 'formato', 'gravita': 'avviso',
            'colonna': 'numeratore',
            'trovato': concat_ws(', ', numeratore_stampato, denominatore_stampato, valore_stampato),
            'atteso': 'solo lo stato del traguardo',
            'motivo': 'Un traguardo non ha numeri: quelli scritti non si usano.'} end,
        case when not e_traguardo and stato_stampato is not null then {
            'controllo_id': 'rilevazione_cella_di_troppo', 'tipo': 'formato', 'gravita': 'avviso',
            'colonna': 'stato_traguardo',
            'trovato': '«' || stato_stampato || '»',
            'atteso': 'una cella vuota',
            'motivo': 'Solo un traguardo ha uno stato: quello scritto non si usa.'} end,
        case when ha_denominatore and misura is not null and valore is not null
                and main.arrotonda(misura, 1) <> main.arrotonda(valore, 1) then {
            'controllo_id': 'rilevazione_valore_diverso', 'tipo': 'quota', 'gravita': 'avviso',
            'colonna': 'valore',
            'trovato': '«' || valore_stampato || '»',
            'atteso': main.numero_it(misura, 1)
                || ', da numeratore e denominatore',
            'motivo': 'Il valore è il rapporto fra numeratore e denominatore, e si usa quello.'} end
    ], lambda d: d is not null
        -- Of a sheet that is not the template's no cell says what it seems to: only that is told.
        and (problema is null or d.controllo_id = 'rilevazione_modello')) as difetti
    from misurate
)

select
    ambito_id, indicatore_id, anno, anno_stampato,
    if(e_traguardo or soppresso, null, numeratore) as numeratore,
    if(e_traguardo or soppresso, null, denominatore) as denominatore,
    if(e_traguardo or soppresso, null, misura) as valore,
    if(e_traguardo, stato_traguardo, null) as stato_traguardo,
    soppresso, rilevato_il, evidenza, nota, posizioni, fonte_id, file, riga, difetti,
    ha_ambito, ha_indicatore, ha_ambito and regola is not null as ha_obiettivo,
    list_filter(difetti, lambda d: d.gravita = 'errore') as errori
from difettose
