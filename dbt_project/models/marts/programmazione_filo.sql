{#- The thread of a theme: objective of the former plan and its outcome, objective of the new one, the LEPS that it serves, what
    is spent for it, what came of it. Every link is declared with its line and its reason. -#}
with spese as (
    select obiettivo_id, split_part(fonte_id, '/', 1) as raccolta,
        sum(importo_eur) filter (sommabile) as spesa_eur,
        count(*) filter (importo_eur is null or not sommabile) as spese_non_sommate,
        string_agg(distinct fondo_nome, ', ') as fondi, string_agg(distinct capitolo, ', ') as capitoli
    from {{ ref('spesa') }}
    where verso = 'spesa' and obiettivo_id is not null
    group by all
),

leps as (
    select obiettivo_id, leps_nome, sum(importo_eur) as spesa_leps_eur
    from {{ ref('spesa_leps') }}
    where obiettivo_id is not null
    group by all
),

numeri as (
    select leps_nome, any_value(leps_numero) as leps_numero from {{ ref('leps_registro') }} group by leps_nome
),

schede as (
    select ambito_id, piano, chiave, stato, fonte_id, riga
    from {{ ref('int_programmazione__esiti') }}
    where corrente and stato is not null
),

esiti as (
    select e.ambito_id, i.leps_numero, count(*) filter (e.stato = 'raggiunto')::integer as leps_raggiunti,
        count(*) filter (e.stato in ('raggiunto', 'non_raggiunto'))::integer as leps_giudicati
    from {{ ref('leps_esito') }} as e
    inner join {{ ref('leps_indicatore') }} as i on e.indicatore_id = i.indicatore_id
    group by all
)

select f.filo_id, f.ambito_id, f.piano_precedente, f.obiettivo_precedente, f.riga_precedente::text as riga_precedente,
    coalesce(h.stato, f.stato_precedente) as stato_precedente, f.riga_esito::text as riga_esito,
    h.fonte_id as scheda_fonte_id, h.riga as scheda_riga,
    case when f.obiettivo_precedente is null then 'piano_precedente_non_citato'
        when coalesce(h.stato, f.stato_precedente) is null then 'esito_perduto_nel_testo' end as motivo_assenza_esito,
    f.piano_nuovo, f.obiettivo_nuovo, f.obiettivo_id, f.riga_nuovo::text as riga_nuovo, f.leps_nome,
    n.leps_numero::integer as leps_numero, f.riga_leps::text as riga_leps, s.capitoli, s.fondi,
    s.spesa_eur::decimal(14, 2) as spesa_eur, l.spesa_leps_eur::decimal(14, 2) as spesa_leps_eur,
    case when s.obiettivo_id is null then 'spesa_non_stampata'
        when s.spesa_eur is null then 'in_quota_parte_o_illeggibile' end as motivo_assenza_spesa,
    e.leps_raggiunti, e.leps_giudicati,
    case when f.leps_nome is null then 'nessun_leps_dichiarato'
        when coalesce(e.leps_giudicati, 0) = 0 then 'nessun_traguardo_giudicato' end as motivo_assenza_leps,
    f.motivo, f.raccolta
from {{ ref('programmazione_filo_dichiarato') }} as f
left join numeri as n on f.leps_nome = n.leps_nome
left join schede as h
    on f.ambito_id = h.ambito_id and f.piano_precedente = h.piano
    and main.nome_confrontabile(f.obiettivo_precedente) = h.chiave
left join spese as s on f.obiettivo_id = s.obiettivo_id and f.raccolta = s.raccolta
left join leps as l on f.obiettivo_id = l.obiettivo_id and f.leps_nome = l.leps_nome
left join esiti as e on f.ambito_id = e.ambito_id and n.leps_numero = e.leps_numero
