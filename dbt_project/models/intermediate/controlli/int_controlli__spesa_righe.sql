{#- Rows of received budgets that cannot be used, or only in part, and funds of the documents that nobody declared: told once
    for each value with the first row that has it, because a wrong name stands in hundreds of rows. -#}
with righe as (
    -- Of a workbook, whose rows are numbered through, the sheet and its line.
    select *, coalesce('F' || substr(posizioni ->> 'riga', 2), 'Riga ' || riga) as dove
    from {{ ref('int_spesa__ricevuta') }}
),

-- Few names are not known: their rows are found by them, not the other way round.
ignoti as (
    select * from {{ ref('int_spesa__nomi') }} where codice is null
),

nomi as (
    {%- for colonna in ['ente_id', 'area', 'fondo', 'trasferimento_a'] %}
    select r.fonte_id, r.file, n.colonna, n.stampato, n.simile, count(distinct r.riga) as quante, min(r.riga) as riga,
        arg_min(r.dove, r.riga) as dove, min(r.anno) as anno
    from ignoti as n
    inner join righe as r on n.colonna = '{{ colonna }}' and n.stampato = r.{{ colonna }}
    group by all
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

ammessi as (
    {%- for colonna, valori in [
        ('stato_spesa', "'programmato', 'previsione', 'stanziato', 'impegnato', 'liquidato', 'consuntivo'"),
        ('verso', "'spesa', 'entrata'"), ('gestione', "'singola', 'associata'")] %}
    select fonte_id, file, '{{ colonna }}' as colonna, {{ colonna }} as stampato, count(distinct riga) as quante, min(riga) as riga,
        arg_min(dove, riga) as dove
    from righe
    where {{ colonna }} not in ({{ valori }})
    group by all
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

a_se_stesso as (
    select fonte_id, file, ente_id, count(distinct riga) as quante, min(riga) as riga,
        arg_min(dove, riga) as dove
    from righe
    where trasferimento_a = ente_id
    group by all
),

documenti as (
    select u.*, array_to_string(max_by(f.nome, jaro_winkler_similarity(main.nome_confrontabile(u.fondo_stampato), f.chiave), 3),
        ', ') as simile
    from (
        select fonte_id, file, riga, riga_documento, ente_id, anno, fondo_stampato
        from {{ ref('int_spesa__unita') }}
        where fondo in ('non_dichiarato', 'sconosciuto') and verso = 'entrata' and fondo_stampato is not null
    ) as u
    cross join {{ ref('int_fondi__nomi') }} as f
    where f.raccolta is null
    group by all
)

select case colonna when 'ente_id' then 'ente_sconosciuto' when 'area' then 'area_sconosciuta'
        when 'fondo' then 'fondo_sconosciuto' else 'trasferimento_sconosciuto' end as controllo_id, 'completezza' as tipo,
    if(colonna = 'area', 'avviso', 'errore') as gravita, fonte_id, file, riga, colonna, null::text as riga_documento,
    null::text as territorio_id, anno, stampato as valore_stampato,
    dove || if(quante > 1, ' e altre ' || main.numero_it(quante - 1), '') || ', colonna «' || colonna || '»: «'
        || stampato || '» non è '
        || case colonna when 'fondo' then 'un fondo' when 'area' then 'un''area' else 'un ente' end
        || ' del dizionario; i nomi più simili sono ' || coalesce(simile, '?') || '. '
        || case colonna
            when 'fondo' then 'L''importo si somma sotto «Fondo non riconosciuto».'
            when 'area' then 'L''importo resta sotto il nome stampato e non si confronta con altri ambiti.'
            when 'ente_id' then 'Le righe non si usano: scrivere il codice giusto e inviarle di nuovo.'
            else 'Il trasferimento non si toglie dal totale.' end as messaggio,
    'Enti, aree e fondi sono quelli dei dizionari; un altro nome si dichiara come alias.' as motivo
from nomi
union all
select colonna || '_non_ammesso', 'tipo_cella', 'errore', fonte_id, file, riga, colonna, null, null, null, stampato,
    dove || if(quante > 1, ' e altre ' || main.numero_it(quante - 1), '') || ', colonna «' || colonna
        || '»: trovato «' || stampato || '», atteso ' || case colonna
            when 'stato_spesa' then 'programmato, previsione, stanziato, impegnato, liquidato o consuntivo'
            when 'verso' then 'spesa o entrata' else 'singola o associata' end
        || if(colonna = 'gestione', '.', '. Le righe non si usano.'),
    'Stato, verso e gestione hanno pochi valori ammessi.'
from ammessi
union all
select 'trasferimento_a_se_stesso', 'coerenza_tabelle', 'errore', fonte_id, file, riga, 'trasferimento_a', null,
    null, null, ente_id,
    dove || if(quante > 1, ' e altre ' || main.numero_it(quante - 1), '') || ': l''ente trasferisce a se stesso.',
    'Un trasferimento va a un altro ente, che lo spende.'
from a_se_stesso
union all
select 'importo_negativo', 'tipo_cella', 'errore', fonte_id, file, riga, colonna, null, ente_id, anno,
    valore_stampato, dove || ': l''importo è ' || valore_stampato || '; uno storno si invia come variazione dello stanziato, '
        || 'con il nuovo importo. La riga resta senza importo.',
    'Spese ed entrate sono importi positivi, con il loro verso.'
from righe
where importo_eur < 0
union all
select 'fondo_senza_alias', 'completezza', 'avviso', fonte_id, file, riga, 'nome', riga_documento, ente_id, anno,
    fondo_stampato,
    'Il ricavo «' || fondo_stampato || '» non è un fondo del dizionario; i nomi più simili sono ' || simile
        || '. Resta «non dichiarato».',
    'Ogni fondo che un documento nomina ha un alias con la riga in cui compare.'
from documenti
