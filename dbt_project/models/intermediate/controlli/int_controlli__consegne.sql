{#- What deliveries say of comuni that the rest of the warehouse cannot use, or uses from another delivery. -#}
with ricevuti as (
    select fonte_id, codice, nome, anno, riga, file from {{ ref('stg_istat__posas') }} where eta = 0
    union all
    select fonte_id, codice, nome, anno, riga, file from {{ ref('stg_istat__strasa') }} where eta = 0
    union all
    select fonte_id, codice, nome, anno, riga, file from {{ ref('stg_istat__p2') }} where voce = 'nati' and sesso = 'T'
    union all
    select fonte_id, codice, nome, anno, riga, file from {{ ref('stg_istat__d7b') }} where mese = 1 and voce = 'nati'
    union all
    -- Shorter codes are sums of territories, not comuni.
    select fonte_id, codice, nome, anno, riga, file from {{ ref('stg_istat__rcs') }} where length(codice) = 6
    union all
    select fonte_id, codice, nome, anno, riga, file from {{ ref('stg_osservazioni__valori') }}
    union all
    select fonte_id, codice, nome, year(data_elaborazione), riga, file from {{ ref('stg_anpr__residenti') }}
),

nomi as (
    select r.fonte_id, r.codice, any_value(r.nome) as nome, min(r.anno)::integer as anno, min(r.riga) as riga,
        any_value(r.file) as file
    from ricevuti as r
    anti join {{ ref('int_comuni__codici') }} as c on r.codice = c.codice
    where r.codice is not null
    group by r.fonte_id, r.codice
),

simili as (
    -- Three, and of equally similar names those of the same province first.
    select n.fonte_id, n.codice, array_to_string(max_by(u.nome || ' (' || u.codice_istat || ')',
        jaro_winkler_similarity(lower(n.nome), lower(u.nome)) + if(left(n.codice, 3) = left(u.codice_istat, 3), 0.1, 0), 3),
        ', ') as simile
    from nomi as n
    cross join {{ ref('int_comuni__uniti') }} as u
    group by n.fonte_id, n.codice
)

select 'comune_sconosciuto' as controllo_id, 'completezza' as tipo, 'errore' as gravita, n.fonte_id, n.file, n.riga,
    'codice_comune' as colonna, null::text as territorio_id, n.anno, n.codice as valore_stampato,
    'Il codice ' || n.codice || ' («' || coalesce(n.nome, '?') || '») non è di nessun comune conosciuto; i nomi più simili sono '
        || coalesce(m.simile, '?') || '. Le sue cifre non entrano in nessuna somma.' as messaggio,
    'Ogni codice è di un comune degli elenchi ricevuti o di una variazione dichiarata (comune_variazione).' as motivo
from nomi as n
left join simili as m on n.fonte_id = m.fonte_id and n.codice = m.codice
union all
select 'comune_incompleto', 'completezza', 'errore', k.fonte_id, f.file, null, null, k.territorio_id, k.anno,
    k.righe::text,
    u.nome || ', ' || k.anno || ': ' || k.righe || ' righe valide invece di 101, o un conteggio che non è un numero di '
        || 'persone. La consegna non si usa per questo comune.',
    'Un comune ha una riga per ogni età, con maschi e femmine: senza una sola, ogni somma sarebbe più piccola del vero.'
from {{ ref('int_popolazione__consegne') }} as k
inner join {{ ref('int_comuni__uniti') }} as u on k.territorio_id = u.territorio_id
inner join {{ ref('stg_raw__file') }} as f on k.fonte_id = f.fonte_id || '/' || f.tabella
where not k.e_completo
union all
-- One line for each pair of deliveries, however many comuni they share.
select 'consegna_superata', 'confronto_fonti', 'informazione', v.fonte_id, f.file, null, null, null, v.anno,
    main.numero_it(count(*)),
    'Per il ' || v.anno || ' ' || main.numero_it(count(*)) || if(count(*) = 1, ' comune è', ' comuni sono')
        || ' anche in ' || k.fonte_id || ', di rilascio più recente o definitivo: si usa quello, questa consegna resta.',
    'Di due consegne per lo stesso anno vale la definitiva, e di due definitive quella rilasciata per ultima; non si sommano.'
from {{ ref('int_popolazione__consegne') }} as v
inner join {{ ref('int_popolazione__correnti') }} as k
    on v.territorio_id = k.territorio_id and v.anno = k.anno and v.cittadinanza = k.cittadinanza and v.fonte_id <> k.fonte_id
inner join {{ ref('stg_raw__file') }} as f on v.fonte_id = f.fonte_id || '/' || f.tabella
where v.e_completo
group by v.fonte_id, k.fonte_id, v.anno, f.file
union all
select 'quantita_negativa', 'tipo_cella', 'errore', o.fonte_id, o.file, o.riga, 'valore', c.territorio_id, o.anno,
    o.valore_stampato,
    u.nome || ', ' || o.anno || ': ' || o.quantita || ' è ' || o.valore_stampato || ', ma un numero di persone non è negativo. '
        || 'La cifra non si usa.',
    'Solo le rettifiche e le variazioni di territorio possono essere negative.'
from {{ ref('int_osservazioni__mappate') }} as o
inner join {{ ref('int_comuni__codici') }} as c on o.codice = c.codice
inner join {{ ref('int_comuni__uniti') }} as u on c.territorio_id = u.territorio_id
where o.valore < 0 and o.quantita not in ('aggiustamento_statistico', 'variazioni_territoriali')
union all
-- The year must end where its quantities lead; a balance of which some quantity is not published is not judged.
select 'bilancio_non_chiude', 'somma', 'errore', b.fonte_id, f.file, null, null, b.territorio_id, b.anno, b.fine::text,
    u.nome || ', ' || b.anno || ': ' || main.numero_it(b.inizio) || ' con nascite, decessi e trasferimenti fa '
        || main.numero_it(b.attesa) || ', la fonte dice ' || main.numero_it(b.fine) || '.',
    'La popolazione di fine anno è quella iniziale, più chi entra e meno chi esce, più le rettifiche.'
from (
    select territorio_id, anno, fonte_id,
        any_value(persone) filter (voce = 'popolazione_inizio') as inizio,
        coalesce(any_value(persone) filter (voce = 'popolazione_censita'),
            any_value(persone) filter (voce = 'popolazione_fine')) as fine,
        sum(case when voce in ('morti', 'cancellati_altri_comuni', 'cancellati_estero', 'cancellati_altri_motivi')
            then -persone when voce not in ('popolazione_fine', 'popolazione_censita') then persone end) as attesa,
        bool_or(voce = 'cancellati_estero') and bool_or(voce = 'cancellati_altri_comuni')
            and bool_or(voce = 'aggiustamento_statistico') and count(*) = count(persone) as e_intero
    from {{ ref('int_bilancio__ricevuto') }}
    where sesso = 'T'
    group by territorio_id, anno, fonte_id
) as b
inner join {{ ref('int_comuni__uniti') }} as u on b.territorio_id = u.territorio_id
inner join {{ ref('stg_raw__file') }} as f on b.fonte_id = f.fonte_id || '/' || f.tabella
where b.e_intero and b.attesa <> b.fine
