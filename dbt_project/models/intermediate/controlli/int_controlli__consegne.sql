{#- What deliveries say of comuni that the rest of the warehouse cannot use, or uses from another delivery. -#}
with sconosciuti as (
    select k.fonte_id, k.codice, min(k.anno) as anno
    from {{ ref('int_popolazione__consegne') }} as k
    where k.territorio_id is null
    group by k.fonte_id, k.codice
),

nomi as (
    select fonte_id, codice, any_value(nome) as nome, min(riga) as riga, any_value(file) as file
    from (
        select fonte_id, codice, nome, riga, file from {{ ref('stg_istat__posas') }}
        union all
        select fonte_id, codice, nome, riga, file from {{ ref('stg_istat__strasa') }}
    )
    where codice in (select codice from sconosciuti)
    group by fonte_id, codice
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

select 'comune_sconosciuto' as controllo_id, 'completezza' as tipo, 'errore' as gravita, s.fonte_id, n.file, n.riga,
    'codice_comune' as colonna, null::text as territorio_id, s.anno, s.codice as valore_stampato,
    'Il codice ' || s.codice || ' («' || coalesce(n.nome, '?') || '») non è di nessun comune conosciuto; i nomi più simili sono '
        || coalesce(m.simile, '?') || '. I suoi residenti non entrano in nessuna somma.' as messaggio,
    'Ogni codice è di un comune degli elenchi ricevuti o di una variazione dichiarata (comune_variazione).' as motivo
from sconosciuti as s
left join nomi as n on s.fonte_id = n.fonte_id and s.codice = n.codice
left join simili as m on s.fonte_id = m.fonte_id and s.codice = m.codice
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
