{#- Do the printed totals of the matrices hold? Where they do not: which row and column, by how much, and what would close
    them. And with the declared corrections, from the lines upward: rows, funds, areas, grand total. -#}
with stampate as (
    select matrice_id, any_value(matrice_nome) as matrice_nome, any_value(ente_id) as ente_id, any_value(anno) as anno,
        any_value(fonte_id) as fonte_id, any_value(file) as file, bool_or(e_illeggibile) as e_illeggibile,
        count(*) as totali, count(*) filter (scarto <> 0) as aperti,
        arg_min(riga, riga) filter (scarto <> 0) as riga, arg_min(colonna, riga) filter (scarto <> 0) as colonna,
        arg_min(riga_documento, riga) filter (scarto <> 0) as riga_documento,
        arg_min(valore_stampato, riga) filter (scarto <> 0) as valore_stampato,
        arg_min(somma, riga) filter (scarto <> 0) as somma, arg_min(scarto, riga) filter (scarto <> 0) as scarto,
        string_agg(dove || ' ' || main.scarto_it(scarto), ', ' order by riga, chiave) filter (scarto <> 0) as dove
    from {{ ref('int_spesa__scarti') }}
    group by matrice_id
),

mosse as (
    select matrice_id, min(celle) filter (chiude) as celle, bool_or(chiude and celle = 1) as una_cella_basta,
        string_agg(mossa, ' oppure ' order by prima_riga) filter (chiude and celle = 1) as una_cella,
        string_agg(mossa, ' oppure ' order by prima_riga) filter (not chiude) as in_parte,
        arg_min(mossa, celle) filter (chiude and celle > 1) as piu_celle,
        arg_min(celle, celle) filter (chiude and celle > 1) as quante,
        count(*) filter (chiude and celle > 1) as modi
    from {{ ref('int_spesa__mosse') }}
    group by matrice_id
),

matrici as (
    select 'spesa_matrice' as controllo_id, 'somma' as tipo, 'errore' as gravita,
        if(s.aperti > 0 or s.e_illeggibile, 'fallito', 'superato') as esito, s.fonte_id, s.file, s.riga, s.colonna,
        s.riga_documento, s.ente_id as territorio_id, s.anno, s.valore_stampato,
        if(s.aperti > 0, main.numero_it(s.somma), null) as valore_atteso, s.scarto::double as scarto,
        upper(left(s.matrice_nome, 1)) || substr(s.matrice_nome, 2) || ': ' || case
            when s.aperti = 0 and s.e_illeggibile then 'una cella non si legge come importo, i totali non si possono provare.'
            when s.aperti = 0 then 'tornano tutti i ' || s.totali || ' totali stampati.'
            else 'non chiude (' || s.dove || '). ' || case
                when m.una_cella_basta then 'Chiude spostando o correggendo una sola cella: ' || m.una_cella || '.'
                when m.quante is not null then 'Nessuno spostamento di una sola cella la chiude'
                    || coalesce(' (in parte: ' || m.in_parte || ')', '') || '. Chiude spostando ' || m.quante
                    || ' celle di una colonna' || if(m.modi = 1, ', in un solo modo: ', ', per esempio: ') || m.piu_celle || '.'
                when m.in_parte is not null then 'Nessuna cella da sola la chiude; in parte: ' || m.in_parte || '.'
                else 'Nessuno spostamento di celle provato la chiude.' end
        end as messaggio,
        'In ogni matrice le righe e le colonne fanno i totali stampati.' as motivo
    from stampate as s
    left join mosse as m on s.matrice_id = m.matrice_id
),

-- The lines of the documents as published, corrections included, against the totals of sheets and summary.
righe as (
    select fonte_id, consegna, riga, area, fondo, importo_eur, corretta
    from {{ ref('int_spesa__unita') }}
    where verso = 'spesa' and stato_spesa = 'previsione' and consegna = 'cremona_piano_operativo_2015'
),

attesi as (
    select s.*, split_part(s.fonte_id, '/', 1) as consegna, s.fonte_id like '%/riepilogo_aree' as e_riepilogo
    from {{ ref('int_spesa__scarti') }} as s
    where s.ente_id = 'amb:cremona' and s.anno = 2015 and s.fonte_id like 'cremona_piano_operativo_2015/%'
),

corrette as (
    select if(a.totale_di = 'tutto', 'spesa_corretta_totale', 'spesa_corretta_colonna') as controllo_id, a.dove, a.stampato, sum(r.importo_eur) as somma,
        bool_or(r.corretta) as corretta, a.matrice_nome, a.fonte_id, a.file, a.riga, a.colonna, a.riga_documento,
        a.valore_stampato, a.ente_id, a.anno
    from attesi as a
    inner join righe as r
        on a.fonte_id = r.fonte_id and (a.totale_di = 'tutto' or (a.totale_di = 'colonna' and a.chiave = r.fondo))
    where not a.e_riepilogo and a.totale_di in ('colonna', 'tutto')
    group by all
    union all
    select case a.totale_di when 'riga' then 'spesa_corretta_area' when 'colonna' then 'spesa_corretta_fondo'
            else 'spesa_corretta_totale_generale' end,
        a.dove, a.stampato, sum(r.importo_eur), bool_or(r.corretta), a.matrice_nome, a.fonte_id, a.file, a.riga, a.colonna,
        a.riga_documento, a.valore_stampato, a.ente_id, a.anno
    from attesi as a
    inner join righe as r on a.consegna = r.consegna and (a.totale_di = 'tutto'
        or (a.totale_di = 'riga' and a.chiave = r.area) or (a.totale_di = 'colonna' and a.chiave = r.fondo))
    where a.e_riepilogo
    group by all
)

select * from matrici
union all by name
select controllo_id, 'somma' as tipo, 'errore' as gravita, if(somma = stampato, 'superato', 'fallito') as esito,
    fonte_id, file, riga, colonna, riga_documento, ente_id as territorio_id, anno, valore_stampato,
    main.numero_it(somma) as valore_atteso, (stampato - somma)::double as scarto,
    upper(left(matrice_nome, 1)) || substr(matrice_nome, 2) || ', ' || dove || ': le righe di budget'
        || if(corretta, ', con le correzioni dichiarate,', '') || ' fanno ' || main.euro_it(somma)
        || if(somma = stampato, ', come il totale stampato.', ', è stampato ' || main.euro_it(stampato) || '.') as messaggio,
    'Dalle righe in su ogni totale stampato deve tornare: è la prova delle correzioni dichiarate.' as motivo
from corrette
