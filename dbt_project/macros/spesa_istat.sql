{#- The ambiti of ISTAT (T03…) against ours, as rows of qualita.controllo. A declared bridge is proven by the residents that
    ISTAT's own figures imply (spending of all areas over spending per resident); codes whose name is like one of ours and
    that nobody declared are offered. -#}
{% macro controlli_ambiti_istat() -%}
{%- set tolleranza_pct = 5 -%}
with ambiti as (
    select ref_area, territorio_id, territorio_nome, anno, fonte_id, file, riga, spesa_eur, per_residente_eur,
        utenza_codice = 'TOT' and e_totale and per_residente_eur > 0 as e_prova
    from {{ ref('spesa_sociale_istat') }}
    where corrente and regexp_full_match(ref_area, 'T\d{5}')
),

nostri as (
    select territorio_id, nome, main.nome_confrontabile(nome_breve) as chiave
    from {{ ref('dim_territorio') }}
    where livello = 'ambito'
),

residenti as (
    select territorio_id, anno, valore as residenti
    from {{ ref('indicatore_valore') }}
    where indicatore_id = 'residenti' and corrente and base_popolazione = 'residenti_istat' and valore is not null
),

prove as (
    select a.*, n.nome, a.spesa_eur / a.per_residente_eur as impliciti,
        arg_min(r.residenti, abs(r.anno - a.anno)) as residenti, arg_min(r.anno, abs(r.anno - a.anno)) as anno_residenti,
        -- A published euro per resident is rounded: half a euro more or less is allowed for.
        {{ tolleranza_pct }} + 50 / a.per_residente_eur as ammesso_pct
    from ambiti as a
    inner join nostri as n on a.territorio_id = n.territorio_id
    inner join residenti as r on a.territorio_id = r.territorio_id
    where a.e_prova
    group by all
),

senza_ponte as (
    select a.ref_area, any_value(a.territorio_nome) as territorio_nome, a.fonte_id, any_value(a.file) as file,
        min(a.riga) as riga, main.nome_confrontabile(regexp_replace(any_value(a.territorio_nome),
            '^(distretto|ambito)( sociale| territoriale| distrettuale)*( di| del| della| dell''| dei)?\s+', '', 'i')) as chiave
    from ambiti as a
    where a.territorio_id is null
    group by a.ref_area, a.fonte_id
)

select 'ambito_istat_residenti' as controllo_id, 'coerenza_tabelle' as tipo, 'errore' as gravita,
    if(abs(100 * (impliciti / residenti - 1)) <= ammesso_pct, 'superato', 'fallito') as esito, fonte_id, file, riga,
    'ref_area' as colonna, territorio_id, anno, ref_area as valore_stampato, main.numero_it(residenti) as valore_atteso,
    round(impliciti - residenti)::double as scarto,
    ref_area || ' «' || territorio_nome || '» è dichiarato come ' || nome || ': dalle cifre di ISTAT del ' || anno
        || ' risultano circa ' || main.numero_it(round(impliciti)) || ' residenti, l''ambito ne ha '
        || main.numero_it(residenti) || ' (1° gennaio ' || anno_residenti || ')'
        || if(abs(100 * (impliciti / residenti - 1)) <= ammesso_pct, '.',
            ': il codice è di un altro territorio. Correggere territorio_istat.csv.') as messaggio,
    'Un codice di ISTAT è di un nostro ambito solo se i residenti sono gli stessi.' as motivo
from prove
union all
select 'ambito_istat_non_dichiarato', 'completezza', 'informazione', 'fallito', s.fonte_id, s.file, s.riga, 'ref_area',
    n.territorio_id, null, s.ref_area, null, null,
    s.ref_area || ' «' || s.territorio_nome || '» ha il nome di ' || n.nome || ' (' || n.territorio_id
        || '), ma nessuno lo ha dichiarato: se è lo stesso territorio aggiungerlo in territorio_istat.csv.',
    'Un nome simile non basta: i distretti hanno nomi di altri territori. La build prova la dichiarazione sui residenti.'
from senza_ponte as s
inner join nostri as n on s.chiave = n.chiave or (len(s.chiave) > 5 and jaro_winkler_similarity(s.chiave, n.chiave) > 0.92)
anti join ambiti as d on n.territorio_id = d.territorio_id and s.fonte_id = d.fonte_id
{%- endmacro %}
