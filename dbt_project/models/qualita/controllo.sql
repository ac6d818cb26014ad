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
        i.controllo_id, i.tipo, d.gravita, if(i.e_fallito, 'fallito', 'superato') as esito,
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
            when i.tipo = 'quota' then i.dove || ': ' || i.espressione || ' fa '
                || main.numero_it(i.atteso, greatest(coalesce(i.decimali, 0), 1)) || ', è stampato ' || i.valore_stampato || '.'
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
            || '; atteso ' || c.atteso || '.' as messaggio,
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
        if(territorio_id is null, 'Il nome «' || nome_territorio || '» non corrisponde a nessun territorio; il più simile è «'
            || coalesce(simile, '?') || '».', 'Il nome corrisponde a un territorio.') as messaggio,
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

uniti as (
    select * from dichiarati
    union all by name select * from celle
    union all by name select * from celle_conformi
    union all by name select * from ricalcolati
    union all by name select * from righe
    union all by name select * from righe_intere
    union all by name select * from nomi
    union all by name select * from coperture
    union all by name select * from variazioni
    union all by name select * from variazioni_entro
)

select
    controllo_id, tipo, gravita, esito, fonte_id, tabella, file, riga, colonna, riga_documento, territorio_id, anno,
    indicatore_id, valore_stampato, valore_atteso, scarto, messaggio, motivo, a_chi
from uniti
