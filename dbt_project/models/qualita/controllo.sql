with identita as (
    select *, 'somma' as tipo, e_illeggibile or abs(trovato - atteso) > tolleranza + 1e-9 as e_fallito
    from {{ ref('int_controlli__somma_riga') }}
    union all by name
    select *, 'somma' as tipo, e_illeggibile or abs(trovato - atteso) > tolleranza + 1e-9 as e_fallito
    from {{ ref('int_controlli__somma_colonna') }}
    union all by name
    select *, 'quota' as tipo, abs(trovato - atteso) > tolleranza + 1e-9 as e_fallito
    from {{ ref('int_controlli__quota') }}
    union all by name
    select *, 'quota' as tipo, abs(trovato - atteso) > tolleranza + 1e-9 as e_fallito
    from {{ ref('int_controlli__media_ponderata') }}
    union all by name
    -- altro_stampato says what a check of coherence expects, in print.
    select *, 'coerenza_tabelle' as tipo, abs(trovato - atteso) > tolleranza + 1e-9 as e_fallito,
        main.numero_it(atteso, if(atteso = round(atteso), 0, 2)) as altro_stampato
    from {{ ref('int_controlli__somma_celle') }}
    union all by name
    select *, 'coerenza_tabelle' as tipo, not e_uguale as e_fallito from {{ ref('int_controlli__uguale') }}
    union all by name
    select *, 'formato' as tipo, trovato <> atteso as e_fallito from {{ ref('int_controlli__sequenza') }}
),

cosa as (
    select i.*, '«' || coalesce(e.nome_riga, i.chi) || '», colonna «' || coalesce(e.nome_colonna, i.colonna) || '»' as dove
    from identita as i
    left join {{ ref('int_controlli__etichette') }} as e on i.file = e.file and i.riga = e.riga and i.colonna = e.colonna
),

dichiarati as (
    select
        i.controllo_id, i.tipo, if(i.e_fallito and i.da_arrotondamento, 'avviso', d.gravita) as gravita,
        if(i.e_fallito, 'fallito', 'superato') as esito,
        i.fonte_id || '/' || i.tabella as fonte_id, i.tabella, i.file, i.riga, i.colonna, i.riga_documento,
        null::text as territorio_id, null::integer as anno, null::text as indicatore_id,
        i.valore_stampato,
        case i.tipo
            when 'quota' then main.numero_it(i.atteso, greatest(coalesce(i.decimali, 0), 0))
            when 'coerenza_tabelle' then i.altro_stampato
            when 'formato' then i.atteso::bigint::text
            else main.numero_it(i.atteso, if(i.atteso = round(i.atteso), 0, 2))
        end as valore_atteso,
        i.trovato - i.atteso as scarto,
        case
            when not i.e_fallito then 'Torna.'
            when i.tipo = 'somma' and coalesce(i.e_illeggibile, false)
                then i.dove || ': una cella da sommare non si legge come numero ('
                || i.espressione || ').'
            when i.tipo = 'somma' then i.dove || ': ' || i.espressione || ' fa '
                || main.numero_it(i.atteso, if(i.atteso = round(i.atteso), 0, 2)) || ', è stampato ' || i.valore_stampato || '.'
                || if(i.da_arrotondamento, ' Lo scarto è di un arrotondamento.', '')
            when i.tipo = 'quota' then i.dove || ': ' || i.espressione || ' fa '
                || main.numero_it(i.atteso, greatest(coalesce(i.decimali, 0), 1)) || ', è stampato ' || i.valore_stampato || '.'
            when i.tipo = 'coerenza_tabelle' and d.tipo = 'somma_celle' then i.dove || ': ' || i.espressione || ' fa '
                || i.altro_stampato || ', è stampato ' || i.valore_stampato || '.'
            when i.tipo = 'coerenza_tabelle' then i.dove || ': qui è stampato '
                || i.valore_stampato || ', altrove è ' || i.espressione || '.'
            else i.dove || ': ' || i.espressione || ' ci si aspetta '
                || i.atteso::bigint::text || ', è stampato ' || i.valore_stampato || '.'
        end as messaggio,
        d.motivo, d.a_chi
    from cosa as i
    inner join {{ ref('int_controlli__dichiarati') }} as d on i.controllo_id = d.controllo_id
),

celle as (
    select
        if(c.valore_stampato is null, 'cella_vuota', 'cella_' || c.tipo) as controllo_id,
        if(c.valore_stampato is null, 'completezza', 'tipo_cella') as tipo,
        if(c.valore_stampato is null, 'avviso', 'errore') as gravita, 'fallito' as esito,
        c.fonte_id || '/' || c.tabella as fonte_id, c.tabella, c.file, c.riga, c.colonna, c.riga_documento,
        c.valore_stampato, c.atteso as valore_atteso, null::double as scarto,
        '«' || coalesce(e.nome_riga, 'riga ' || c.riga) || '», colonna «' || coalesce(e.nome_colonna, c.colonna) || '»: '
            || if(c.valore_stampato is null, 'la cella è vuota', 'è stampato ' || c.valore_stampato)
            || '; ' || main.concordato('attes', c.atteso) || ' ' || c.atteso || '.' as messaggio,
        'La colonna contiene un solo tipo di dato, dichiarato nel sidecar.' as motivo,
        s.editore as a_chi
    from {{ ref('stg_raw__celle_non_conformi') }} as c
    inner join {{ ref('stg_raw__fonti') }} as s on c.fonte_id = s.fonte_id
    left join {{ ref('int_controlli__etichette') }} as e on c.file = e.file and c.riga = e.riga and c.colonna = e.colonna
),

ricalcolati as (
    select
        r.controllo_id, 'quota' as tipo, 'errore' as gravita,
        if(abs(r.trovato - r.atteso) > r.tolleranza + 1e-9, 'fallito', 'superato') as esito,
        r.fonte_id || '/' || r.tabella as fonte_id, r.tabella, r.file, r.riga, r.colonna, r.riga_documento, r.territorio_id,
        r.anno, r.indicatore_id, r.valore_stampato, main.numero_it(r.atteso, coalesce(r.decimali, 0)) as valore_atteso,
        r.trovato - r.atteso as scarto,
        if(abs(r.trovato - r.atteso) > r.tolleranza + 1e-9,
            '«' || coalesce(e.nome_riga, 'riga ' || r.riga) || '», colonna «' || coalesce(e.nome_colonna, r.colonna) || '»: ' || r.espressione || ' fa '
                || main.numero_it(r.atteso, greatest(coalesce(r.decimali, 0), 1)) || ', è stampato ' || r.valore_stampato || '.',
            'Torna.') as messaggio,
        'Il valore stampato si ricalcola dalle tabelle dello stesso documento: ' || r.formula || '.' as motivo,
        s.editore as a_chi
    from {{ ref('int_controlli__ricalcolati') }} as r
    inner join {{ ref('stg_raw__fonti') }} as s on r.fonte_id = s.fonte_id
    left join {{ ref('int_controlli__etichette') }} as e on r.file = e.file and r.riga = e.riga and r.colonna = e.colonna
),

celle_conformi as (
    select
        'cella_tutte' as controllo_id, 'tipo_cella' as tipo, 'errore' as gravita, 'superato' as esito,
        c.fonte_id || '/' || c.tabella as fonte_id, c.tabella, c.file, null::bigint as riga, c.colonna,
        count(*) || ' celle conformi al tipo dichiarato.' as messaggio,
        'La colonna contiene un solo tipo di dato, dichiarato nel sidecar.' as motivo
    from {{ ref('stg_raw__celle') }} as c
    anti join {{ ref('stg_raw__celle_non_conformi') }} as n on c.file = n.file and c.colonna = n.colonna
    where c.origine = 'stampato' and c.tipo not in ('testo', 'riga_documento')
    group by all
),

righe as (
    select
        'riga_scartata' as controllo_id, 'completezza' as tipo, 'errore' as gravita, 'fallito' as esito,
        s.fonte_id || '/' || s.tabella as fonte_id, s.tabella, s.file, s.riga, s.contenuto as valore_stampato,
        s.atteso as valore_atteso, 'Riga scartata: ' || s.trovato || '; atteso ' || s.atteso || '.' as messaggio,
        'Ogni riga ricevuta deve trovare posto nella tabella.' as motivo, f.editore as a_chi
    from {{ ref('stg_raw__scarti') }} as s
    inner join {{ ref('stg_raw__fonti') }} as f on s.fonte_id = f.fonte_id
),

righe_intere as (
    select
        'righe_caricate' as controllo_id, 'completezza' as tipo, 'errore' as gravita, 'superato' as esito,
        fonte_id || '/' || tabella as fonte_id, tabella, file,
        main.numero_it(righe_caricate) || ' righe lette e caricate, nessuna scartata.' as messaggio,
        'Ogni riga ricevuta deve trovare posto nella tabella.' as motivo
    from {{ ref('stg_raw__file') }} where righe_scartate = 0
),

nomi as (
    select
        'nome_territorio' as controllo_id, 'completezza' as tipo, 'errore' as gravita,
        if(territorio_id is null, 'fallito', 'superato') as esito, fonte_id, tabella, file, riga, riga_documento,
        territorio_id, nome_territorio as valore_stampato,
        if(territorio_id is null, 'Il nome «' || nome_territorio || '» non corrisponde a nessun territorio; i nomi più simili sono '
            || coalesce(simile, '?') || '.', 'Il nome corrisponde a un territorio.') as messaggio,
        'Ogni nome di territorio deve corrispondere a un territorio dichiarato.' as motivo
    from {{ ref('int_documenti__nomi') }}
),

-- Every total of a province, a region or Italy is a sum of comuni: one that is missing makes them all too small.
coperture as (
    select
        'comune_senza_popolazione' as controllo_id, 'completezza' as tipo, 'avviso' as gravita, 'fallito' as esito,
        c.fonte_id, split_part(c.fonte_id, '/', 2) as tabella, c.file, c.territorio_id, c.anno,
        c.nome || ' è fra i comuni al 1° gennaio ' || c.anno || ', ma la sua popolazione manca: mancano i suoi residenti '
            || 'anche nei totali di provincia, regione e Italia.' as messaggio,
        'Ogni comune dell''elenco ha una popolazione nello stesso anno.' as motivo, f.ente as a_chi
    from {{ ref('int_popolazione__comuni_mancanti') }} as c
    inner join {{ ref('dim_fonte') }} as f on c.fonte_id = f.fonte_id
),

-- Identities of the known layouts, judged while loading.
quadrature as (
    select q.controllo_id, q.tipo, 'errore' as gravita, if(q.messaggio is null, 'superato', 'fallito') as esito,
        q.fonte_id || '/' || q.tabella as fonte_id, q.tabella, q.file, q.riga, q.colonna,
        main.numero_it(q.trovato) as valore_stampato, main.numero_it(q.atteso) as valore_atteso,
        q.trovato - q.atteso as scarto,
        coalesce(q.messaggio, main.numero_it(q.gruppi) || if(q.gruppi = 1, ' gruppo torna.', ' gruppi tornano.')) as messaggio,
        q.motivo, f.editore as a_chi
    from {{ ref('stg_raw__quadrature') }} as q
    inner join {{ ref('stg_raw__fonti') }} as f on q.fonte_id = f.fonte_id
    where q.messaggio is not null or q.gruppi > 0
),

esiti as (
    select e.*, 'fallito' as esito, split_part(e.fonte_id, '/', 2) as tabella, f.ente as a_chi
    from {{ ref('int_controlli__esiti') }} as e
    inner join {{ ref('dim_fonte') }} as f on e.fonte_id = f.fonte_id
),

spesa as (
    select s.*, split_part(s.fonte_id, '/', 2) as tabella, f.ente as a_chi
    from (
        from {{ ref('int_controlli__spesa') }} union all by name ({{ controlli_ambiti_istat() }})
    ) as s
    inner join {{ ref('dim_fonte') }} as f on s.fonte_id = f.fonte_id
),

totali_sdmx as (
    select 'spesa_totale_dei_servizi' as controllo_id, 'somma' as tipo, 'errore' as gravita,
        if(s.somma > s.totale, 'fallito', 'superato') as esito, s.fonte_id,
        split_part(s.fonte_id, '/', 2) as tabella, s.file, s.riga, 'osservazione' as colonna, s.anno, s.valore_stampato,
        main.numero_it(s.somma) as valore_atteso, (s.totale - s.somma)::double as scarto,
        s.territorio || ', ' || s.anno || ': ' || main.numero_it(s.servizi)
            || if(s.servizi = 1, ' servizio fa ', ' servizi fanno ') || main.numero_it(s.somma) || ' euro, il totale dice '
            || main.numero_it(s.totale) || if(s.somma > s.totale, ': le parti superano il totale.', '.') as messaggio,
        'La riga del totale (ALL) non è minore della somma dei servizi; non si somma con loro.' as motivo, f.ente as a_chi
    from {{ ref('int_controlli__sdmx_totali') }} as s
    inner join {{ ref('dim_fonte') }} as f on s.fonte_id = f.fonte_id
),

consegne as (
    select c.controllo_id, c.tipo, c.gravita, 'fallito' as esito, c.fonte_id,
        split_part(c.fonte_id, '/', 2) as tabella, c.file, c.riga, c.colonna, c.territorio_id, c.anno, c.valore_stampato,
        c.messaggio, c.motivo, f.ente as a_chi
    from {{ ref('int_controlli__consegne') }} as c
    inner join {{ ref('dim_fonte') }} as f on c.fonte_id = f.fonte_id
),

adi as (
    select a.controllo_id, a.tipo, a.gravita, a.esito, a.fonte_id, split_part(a.fonte_id, '/', 2) as tabella, a.file, a.riga,
        a.colonna, a.territorio_id, a.valore_stampato, a.messaggio, a.motivo, f.ente as a_chi
    from {{ ref('int_controlli__adi') }} as a
    inner join {{ ref('dim_fonte') }} as f on a.fonte_id = f.fonte_id
),

casi as (
    select c.controllo_id, c.tipo, c.gravita, 'fallito' as esito, c.fonte_id, split_part(c.fonte_id, '/', 2) as tabella, c.file,
        c.riga, c.messaggio, c.motivo, f.ente as a_chi
    from {{ ref('int_controlli__casi') }} as c
    inner join {{ ref('dim_fonte') }} as f on c.fonte_id = f.fonte_id
),

-- A label whose meaning nobody declared is left out: its figures would be of no quantity.
etichette as (
    select 'etichetta_senza_significato' as controllo_id, 'completezza' as tipo, 'avviso' as gravita, 'fallito' as esito,
        o.fonte_id, o.tabella, o.file, min(o.riga) as riga, 'indicatore' as colonna, o.etichetta as valore_stampato,
        'L''etichetta «' || o.etichetta || '» (' || main.numero_it(count(*)) || ' righe) non è nella mappa del sidecar: '
            || 'le sue cifre non si usano.' as messaggio,
        'Ogni etichetta di una tabella di osservazioni dice quale quantità misura, o perché non serve.' as motivo,
        any_value(f.editore) as a_chi
    from {{ ref('stg_osservazioni__valori') }} as o
    inner join {{ ref('stg_raw__fonti') }} as f on o.raccolta = f.fonte_id
    anti join {{ ref('stg_raw__mappe') }} as m
        on o.raccolta = m.fonte_id and o.tabella = m.tabella and o.etichetta = m.etichetta
    group by o.fonte_id, o.tabella, o.file, o.etichetta
),

totali_dichiarati as (
    select t.controllo_id, 'confronto_fonti' as tipo, d.gravita, if(t.somma = d.atteso, 'superato', 'fallito') as esito,
        t.fonte_id || '/' || t.tabella as fonte_id, t.tabella, t.file, t.colonna,
        main.numero_it(t.somma) as valore_stampato, main.numero_it(d.atteso) as valore_atteso, t.somma - d.atteso as scarto,
        'La colonna somma a ' || main.numero_it(t.somma) || ', il totale dichiarato è ' || main.numero_it(d.atteso) || ' ('
            || if(t.somma > d.atteso, '+', '') || main.numero_it(t.somma - d.atteso) || ').'
            || coalesce(' Mancano i comuni: ' || m.nomi || '.', '') as messaggio,
        d.motivo, d.a_chi
    from {{ ref('stg_raw__totali') }} as t
    inner join {{ ref('int_controlli__dichiarati') }} as d on t.fonte_id = d.fonte_id and t.controllo_id = d.controllo_id
    left join (
        select fonte_id, string_agg(nome, ', ' order by nome) as nomi
        from {{ ref('int_popolazione__comuni_mancanti') }}
        group by fonte_id
    ) as m on t.fonte_id || '/' || t.tabella = m.fonte_id
),

-- Told one by one where sources differ by more than registers do, by table where they agree.
fonti_diverse as (
    select 'confronto_residenti' as controllo_id, 'confronto_fonti' as tipo, 'avviso' as gravita, 'fallito' as esito,
        c.fonte_a as fonte_id, split_part(c.fonte_a, '/', 2) as tabella, f.file, c.territorio_id, c.anno,
        'residenti' as indicatore_id, main.numero_it(c.valore_a) as valore_stampato,
        main.numero_it(c.valore_b) as valore_atteso, c.scarto, c.messaggio,
        'Due fonti danno gli stessi residenti alla stessa data, o si discostano di poco.' as motivo, f.ente as a_chi
    from {{ ref('confronto_fonti') }} as c
    inner join {{ ref('dim_fonte') }} as f on c.fonte_a = f.fonte_id
    where c.esito = 'diversi'
),

date_proposte as (
    select 'data_della_tabella' as controllo_id, 'confronto_fonti' as tipo,
        if(c.data_proposta is null, 'informazione', 'avviso') as gravita,
        if(c.data_b = date_trunc('year', c.data_a), 'superato', 'fallito') as esito,
        c.fonte_a as fonte_id, split_part(c.fonte_a, '/', 2) as tabella, any_value(f.file) as file, c.anno,
        strftime(c.data_a, '%d/%m/%Y') as valore_stampato, strftime(c.data_b, '%d/%m/%Y') as valore_atteso,
        'Residenti di ' || main.numero_it(count(*)) || if(count(*) = 1, ' territorio', ' territori') || ', che la tabella dice al '
            || strftime(c.data_a, '%d/%m/%Y') || ': ' || main.numero_it(count(*) filter (c.scarto = 0))
            || ' uguali a quelli ISTAT al ' || strftime(c.data_b, '%d/%m/%Y') || ', scarto medio '
            || main.numero_it(any_value(c.scarto_medio_pct), 2) || ' %. '
            || case
                when c.data_b = date_trunc('year', c.data_a) then 'La data corrisponde.'
                when c.data_proposta is not null then 'È la data che corrisponde meglio: si propone questa.'
                else 'È l''anno più vicino fra quelli ricevuti: per l''anno della tabella manca il dato ISTAT.'
            end as messaggio,
        'La data di una tabella è quella in cui le sue cifre sono vere.' as motivo, any_value(f.ente) as a_chi
    from {{ ref('confronto_fonti') }} as c
    inner join {{ ref('dim_fonte') }} as f on c.fonte_a = f.fonte_id
    group by c.fonte_a, c.anno, c.data_a, c.data_b, c.data_proposta
),

variazioni as (
    select
        'variazione_' || v.indicatore_id as controllo_id, 'variazione_annua' as tipo, i.variazione_gravita as gravita,
        case when v.esito_variazione <> 'fuori' then 'superato'
            when e.controllo_id is not null then 'eccezione_nota' else 'fallito' end as esito,
        v.fonte_id, split_part(v.fonte_id, '/', 2) as tabella, v.file, v.riga, v.colonna, v.riga_documento,
        v.territorio_id, v.anno, v.indicatore_id,
        main.numero_it(v.valore, i.decimali) as valore_stampato,
        'fra ' || main.numero_it(v.valore_anno_precedente * (1 + i.variazione_min_pct / 100), i.decimali) || ' e '
            || main.numero_it(v.valore_anno_precedente * (1 + i.variazione_max_pct / 100), i.decimali) as valore_atteso,
        v.valore - v.valore_anno_precedente as scarto,
        t.nome || ', ' || i.nome || ' ' || v.anno || ': da ' || main.numero_it(v.valore_anno_precedente, i.decimali) || ' a '
            || main.numero_it(v.valore, i.decimali) || ' (' || if(v.variazione_pct > 0, '+', '')
            || main.numero_it(v.variazione_pct, 1) || ' %), ' || coalesce(e.motivo, v.motivo_variazione) || '.' as messaggio,
        i.variazione_motivo as motivo, f.ente as a_chi
    from {{ ref('indicatore_valore') }} as v
    inner join {{ ref('dim_indicatore') }} as i on v.indicatore_id = i.indicatore_id
    inner join {{ ref('dim_territorio') }} as t on v.territorio_id = t.territorio_id
    inner join {{ ref('dim_fonte') }} as f on v.fonte_id = f.fonte_id
    left join {{ ref('eccezione') }} as e
        on e.controllo_id = 'variazione_' || v.indicatore_id and v.territorio_id = e.territorio_id and v.anno = e.anno
    where v.esito_variazione = 'fuori'
),

-- What held is told by group: a row for each of 200,000 comparisons would hide those that matter.
variazioni_entro as (
    select
        'variazione_' || v.indicatore_id as controllo_id, 'variazione_annua' as tipo, i.variazione_gravita as gravita,
        'superato' as esito, v.fonte_id, split_part(v.fonte_id, '/', 2) as tabella, v.anno, v.indicatore_id,
        main.numero_it(count(*)) || ' territori di livello ' || t.livello || ' entro l''intervallo atteso.' as messaggio,
        i.variazione_motivo as motivo
    from {{ ref('indicatore_valore') }} as v
    inner join {{ ref('dim_indicatore') }} as i on v.indicatore_id = i.indicatore_id
    inner join {{ ref('dim_territorio') }} as t on v.territorio_id = t.territorio_id
    where v.esito_variazione = 'entro'
    group by v.indicatore_id, i.variazione_gravita, v.fonte_id, v.anno, i.variazione_motivo, t.livello
),

completezza as (
    select *, 'completezza' as tipo, coalesce(split_part(fonte_id, '/', 2), 'indicatore_valore') as tabella
    from {{ ref('int_controlli__completezza') }}
),

uniti as (
    select * from dichiarati
    union all by name from {{ ref('int_controlli__intestazione') }}
    union all by name from {{ ref('int_controlli__righe_attese') }}
    union all by name select * from celle
    union all by name select * from celle_conformi
    union all by name select * from ricalcolati
    union all by name select * from righe
    union all by name select * from righe_intere
    union all by name select * from nomi
    union all by name select * from coperture
    union all by name select * from quadrature
    union all by name select * from {{ ref('int_controlli__rilevazioni') }}
    union all by name select * from esiti
    union all by name select * from spesa
    union all by name select * from totali_sdmx
    union all by name select * from consegne
    union all by name select * from adi
    union all by name select * from casi
    union all by name select * from etichette
    union all by name select * from totali_dichiarati
    union all by name select * from fonti_diverse
    union all by name select * from date_proposte
    union all by name select * from variazioni
    union all by name select * from variazioni_entro
    union all by name select * from completezza
)

select
    controllo_id, tipo, gravita, esito, fonte_id, tabella, file, riga, colonna, posto, riga_documento, territorio_id, anno,
    indicatore_id, valore_stampato, valore_atteso, scarto, messaggio, motivo, a_chi
from uniti
