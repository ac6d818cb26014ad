{#- What is wrong with the outcome sheets: whose row it is, answers that are not on their scale, what is left unsaid, resources
    used beyond those planned. -#}
with righe as (
    -- Of a workbook, whose rows are numbered through, the sheet and its line.
    select *, coalesce('F' || substr(posizioni ->> 'riga', 2), 'Riga ' || riga) as dove
    from {{ ref('stg_programmazione__esiti') }}
),

ignoti as (
    select r.ambito_id, array_to_string(max_by(a.nome || ' (' || a.ambito_id || ')',
        jaro_winkler_similarity(r.ambito_id, a.ambito_id), 3), ', ') as simile
    from (select distinct ambito_id from righe) as r
    cross join {{ ref('int_leps__ambiti') }} as a
    where r.ambito_id not in (select ambito_id from {{ ref('int_leps__ambiti') }})
    group by r.ambito_id
),

trovati as (
    select 'esito_ambito_sconosciuto' as controllo_id, 'completezza' as tipo, 'errore' as gravita, r.fonte_id, r.file,
        min(r.riga) as riga, 'ambito_id' as colonna, null::text as territorio_id, r.ambito_id as valore_stampato,
        'un ambito dichiarato' as valore_atteso,
        arg_min(r.dove, r.riga) || if(count(*) > 1, ' e altre ' || main.numero_it(count(*) - 1), '') || ': «' || r.ambito_id
            || '» non è un ambito dichiarato; i più simili sono ' || i.simile || '. Le righe non si usano.' as messaggio,
        'Una scheda si pubblica solo se si sa di quale ambito è.' as motivo
    from righe as r
    inner join ignoti as i on r.ambito_id = i.ambito_id
    group by r.fonte_id, r.file, r.ambito_id, i.simile
    union all
    select 'esito_' || p.campo || '_non_ammesso', 'tipo_cella', 'avviso', p.fonte_id, p.file, p.riga, p.campo, p.ambito_id,
        p.stampato, p.simile,
        coalesce('F' || substr(p.posizioni ->> 'riga', 2), 'Riga ' || p.riga) || ', colonna «' || p.campo || '»: «'
            || p.stampato || '» non è ' || if(p.campo = 'area', 'un''area del dizionario', 'fra le risposte ammesse')
            || '; le più simili sono ' || p.simile || '. La risposta resta fuori.',
        'Le risposte delle schede hanno una scala, perché si possano contare; le parole libere vanno nella nota.'
    from {{ ref('int_programmazione__risposte') }} as p
    where p.codice is null
    union all
    select 'esito_grado_mancante', 'completezza', 'avviso', fonte_id, file, riga, 'grado', ambito_id, null, 'da 0 a 100',
        dove || ': «' || obiettivo || '» non dice il grado di raggiungimento. Vuoto non vale zero.',
        'Senza il grado non si sa se l''obiettivo è stato raggiunto.'
    from righe
    where grado_stampato is null
    union all
    select 'esito_risorse_oltre', 'coerenza_tabelle', 'avviso', fonte_id, file, riga, 'risorse_utilizzate', ambito_id,
        risorse_utilizzate_stampate, risorse_previste_stampate,
        dove || ': «' || obiettivo || '» ha utilizzato ' || main.euro_it(risorse_utilizzate_eur) || ', ne aveva previsti '
            || main.euro_it(risorse_previste_eur) || ' (' || main.scarto_it(risorse_utilizzate_eur - risorse_previste_eur) || ').',
        'Ciò che si usa oltre il previsto va spiegato nella nota.'
    from righe
    where risorse_utilizzate_eur > risorse_previste_eur and nota is null
)

select * from trovati
