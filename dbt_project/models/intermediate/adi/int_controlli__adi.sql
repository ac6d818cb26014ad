{#- What is wrong with the published figures on the ADI: rows that cannot be used, tables that contradict one another,
    releases that change the past by more than is declared. -#}
with nomi as (
    select distinct nome_territorio from {{ ref('int_adi__tavole') }} where problema = 'territorio'
),

chiamati as (
    select territorio_id, nome from {{ ref('int_comuni__uniti') }}
    union select provincia_id, 'Provincia di ' || provincia_nome from {{ ref('int_comuni__uniti') }}
    union select regione_id, regione_nome from {{ ref('int_comuni__uniti') }}
    union select 'amb:' || ambito_id, ambito from {{ ref('ambito_comune') }}
    union select 'ita', 'Italia'
),

simili as (
    select n.nome_territorio,
        array_to_string(max_by(t.nome, jaro_winkler_similarity(lower(n.nome_territorio), lower(t.nome)), 3), ', ') as nomi
    from nomi as n
    cross join (
        select distinct provincia_nome as nome from {{ ref('int_comuni__uniti') }}
        union select distinct regione_nome from {{ ref('int_comuni__uniti') }}
    ) as t
    group by n.nome_territorio
),

non_usate as (
    select
        'adi_' || t.problema as controllo_id, 'completezza' as tipo,
        if(t.problema = 'media_di_mesi', 'informazione', 'errore') as gravita, 'fallito' as esito,
        t.fonte_id, t.file, t.riga,
        case t.problema when 'territorio' then 'regione' when 'periodo' then 'periodo' when 'categoria' then 'categoria' else 'titolo' end as colonna,
        case t.problema when 'territorio' then t.nome_territorio when 'periodo' then t.periodo_stampato
            when 'categoria' then t.categoria else t.titolo end as valore_stampato,
        upper(left(t.posizione, 1)) || substr(t.posizione, 2) || ': ' || case t.problema
            when 'territorio' then coalesce('il nome «' || t.nome_territorio || '» non corrisponde a nessun territorio; i nomi più simili sono '
                || s.nomi, 'manca il nome del territorio') || '.'
            when 'periodo' then 'non si capisce di quale mese è la cifra («' || coalesce(t.periodo_stampato, '') || '»).'
            when 'misura' then 'il titolo «' || coalesce(t.titolo, '') || '» non dice se la tavola è di ADI, SFL o RdC.'
            when 'categoria' then 'la categoria «' || coalesce(t.categoria, '') || '» non è fra quelle note.'
            when 'media_di_mesi' then 'il titolo dice «nel mese», ma la cifra è di più mesi («' || coalesce(t.periodo_stampato, '') || '»): è una media o un totale.'
            else 'nessuna cifra leggibile.'
        end || ' La riga non si usa.' as messaggio,
        'Ogni cifra pubblicata ha un territorio, un mese, una misura e una categoria noti.' as motivo
    from {{ ref('int_adi__tavole') }} as t
    left join simili as s on t.nome_territorio = s.nome_territorio
    where t.problema not in ('altro_territorio', 'senza_cifre')
    -- A printed line is told once, whatever the columns that it fills.
    qualify row_number() over (partition by t.fonte_id, t.problema, t.posizione, t.periodo_stampato, t.categoria) = 1
        and (t.problema <> 'territorio' or row_number() over (partition by t.fonte_id, t.posizione order by t.riga) = 1)
),

comuni as (
    select 'adi_' || problema as controllo_id, 'completezza' as tipo, 'errore' as gravita, 'fallito' as esito, fonte_id, file, riga,
        if(problema = 'territorio', 'codice_istat', 'mese') as colonna, codice as valore_stampato,
        'Riga ' || riga || ', «' || coalesce(comune, '') || '»: '
            || if(problema = 'territorio', 'il codice ' || coalesce(codice, '(vuoto)') || ' non è di nessun comune, né catastale né ISTAT.',
                'il mese non si legge.') || ' La riga non si usa.' as messaggio,
        'Il codice del comune, catastale, si trova negli elenchi dei comuni.' as motivo
    from {{ ref('int_adi__comuni') }}
    where problema is not null
),

-- The same fact in two tables of one delivery, or in two sources of the same day or later.
discordi as (
    select 'adi_tavole_discordi' as controllo_id, 'coerenza_tabelle' as tipo, 'avviso' as gravita,
        if(count(distinct nuclei) > 1 or count(distinct persone) > 1, 'fallito', 'superato') as esito,
        fonte_id, any_value(file) as file, max(riga) as riga, 'nuclei' as colonna, any_value(territorio_id) as territorio_id,
        main.numero_it(max(nuclei)) as valore_stampato,
        any_value(n.nome) || ', ' || strftime(mese, '%m/%Y') || ': '
            || string_agg(main.numero_it(nuclei) || ' nuclei in ' || posizione, ', ' order by riga) || '.' as messaggio,
        'La stessa cifra in due tavole della stessa pubblicazione è uguale.' as motivo
    from {{ ref('int_adi__tavole') }}
    left join chiamati as n using (territorio_id)
    where problema is null and nuclei is not null
    group by fonte_id, territorio_id, periodo_dal, mese, misura, conteggio, dimensione, modalita
    having count(*) > 1
),

fonti as (
    select 'adi_fonti_discordi' as controllo_id, 'confronto_fonti' as tipo, 'avviso' as gravita, 'fallito' as esito,
        a.fonte_id, a.file, a.riga, 'importo_medio_eur' as colonna, a.territorio_id,
        main.numero_it(a.importo_medio_eur, 2) as valore_stampato,
        n.nome || ', importo medio di ' || strftime(a.mese, '%m/%Y') || ': ' || main.numero_it(a.importo_medio_eur) || ' euro qui, '
            || main.numero_it(b.importo_medio_eur) || ' euro in ' || b.fonte_id
            || coalesce('. ' || main.numero_it(a.importo_medio_eur) || ' euro è la media di chi ha avuto almeno un pagamento fra '
                || strftime(p.periodo_dal, '%m/%Y') || ' e ' || strftime(p.mese, '%m/%Y') || ': un altro conteggio', '') || '.' as messaggio,
        'Due fonti danno lo stesso importo medio per lo stesso mese e lo stesso conteggio.' as motivo
    from {{ ref('int_adi__pubblicati') }} as a
    inner join {{ ref('int_adi__pubblicati') }} as b
        using (territorio_id, periodo_dal, mese, misura, conteggio, dimensione, modalita)
    left join chiamati as n using (territorio_id)
    left join {{ ref('int_adi__pubblicati') }} as p
        on a.territorio_id = p.territorio_id and a.mese = p.mese and a.misura = p.misura and a.conteggio <> p.conteggio
        and a.dimensione = p.dimensione and a.modalita = p.modalita and a.importo_medio_eur = p.importo_medio_eur
    where a.approssimato and not b.approssimato and abs(a.importo_medio_eur - b.importo_medio_eur) >= 1
),

revisioni as (
    select 'adi_revisione_' || if(quantita = 'importo_medio_eur', 'importo', quantita) as controllo_id, 'confronto_fonti' as tipo,
        'avviso' as gravita, if(esito = 'fuori', 'fallito', 'superato') as esito, fonte_id, file,
        if(esito = 'fuori', riga, null) as riga, quantita as colonna,
        if(esito = 'fuori', territorio_id, null) as territorio_id,
        if(esito = 'fuori', main.numero_it(valore, if(quantita = 'importo_medio_eur', 2, 0)), null) as valore_stampato,
        if(esito = 'fuori', n.nome || ', ' || strftime(mese, '%m/%Y') || ': da ' || main.numero_it(valore_prima) || ' ('
            || strftime(rilasciato_il_prima, '%d/%m/%Y') || ') a ' || main.numero_it(valore) || ' (' || strftime(rilasciato_il, '%d/%m/%Y')
            || '), ' || if(scarto > 0, '+', '') || main.numero_it(scarto_pct, 1) || ' %, oltre il ' || main.numero_it(limite_pct) || ' % atteso.',
            'entro') as messaggio,
        limite_motivo || '.' as motivo
    from {{ ref('int_adi__revisioni') }}
    left join chiamati as n using (territorio_id)
)

select * from non_usate
union all by name select * from comuni
union all by name select * from discordi
union all by name select * from fonti
union all by name select * from revisioni where esito = 'fallito'
union all by name
select controllo_id, tipo, gravita, esito, fonte_id, file, colonna,
    main.numero_it(count(*)) || if(count(*) = 1, ' revisione entro', ' revisioni entro') || ' il limite dichiarato.' as messaggio, motivo
from revisioni where esito = 'superato'
group by controllo_id, tipo, gravita, esito, fonte_id, file, colonna, motivo
