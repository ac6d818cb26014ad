{#- Of the documents, each published figure with the cells that it comes from. What is computed from millions of received
    rows is not here: provenienza_regola says how to find it, provenienza_di finds it. -#}
{%- set regole = provenienza_regole() -%}
{%- set chiavi = chiavi_pubblicate() -%}
{%- set pubblicate = tabelle_pubblicate() -%}
with celle as (
    select fonte_id || '/' || tabella as fonte_id, file, riga, colonna, riga_documento, valore_stampato
    from {{ ref('stg_raw__celle') }}
    where tipo <> 'riga_documento'
),

fatti as (
    {%- for d in regole.documenti %}
    {%- set nome = d.tabella.split('.')[1] %}
    {%- set colonne = pubblicate.get(d.tabella, []) %}
    {%- set chiave = chiave_testo(chiavi.get(nome, []), 't') %}
    {%- set posto = 't.file = c.file and t.riga = c.riga' if 'riga' in colonne else 't.riga_documento = c.riga_documento' %}
    {{ 'union all' if not loop.first }}
    select '{{ d.tabella }}' as tabella, {{ chiave }} as chiave, {% if d.celle %}k.colonna{% else %}null{% endif %}::text as colonna,
        t.fonte_id, c.file, c.riga, c.colonna as colonna_file, c.riga_documento, c.valore_stampato
    from {{ ref(nome) }} as t
    {%- if d.celle %}
    cross join (values {% for propria, ricevuta in d.celle.items() %}{{ ', ' if not loop.first }}('{{ propria }}', '{{ ricevuta }}'){% endfor %}) as k (colonna, ricevuta)
    inner join celle as c on t.fonte_id = c.fonte_id and {{ posto }}
        and c.colonna = {% if '$colonna' in d.celle.values() %}t.colonna{% else %}k.ricevuta{% endif %}
    {%- else %}
    inner join celle as c on t.fonte_id = c.fonte_id and {{ posto }} and c.valore_stampato is not null
    {%- endif %}
    {%- endfor %}
    union all
    -- The place that a value of a document names, and every component that it recomputes from.
    select 'marts.indicatore_valore', {{ chiave_testo(chiavi.get('indicatore_valore', []), 't') }}, 'valore', t.fonte_id,
        c.file, c.riga, c.colonna, coalesce(t.riga_documento, c.riga_documento), c.valore_stampato
    from {{ ref('indicatore_valore') }} as t
    inner join celle as c on t.fonte_id = c.fonte_id and t.file = c.file and t.riga = c.riga and t.colonna = c.colonna
    union all
    select 'marts.indicatore_valore', {{ chiave_testo(chiavi.get('indicatore_valore', []), 't') }}, m.ruolo, q.fonte_id,
        q.file, q.riga, q.colonna, q.riga_documento, q.valore_stampato
    from {{ ref('quantita_indicatore') }} as m
    inner join {{ ref('int_documenti__quantita') }} as q on m.tabella_codice = q.tabella and m.codice = q.codice
    inner join {{ ref('indicatore_valore') }} as t
        on q.territorio_id = t.territorio_id and m.indicatore_id = t.indicatore_id
        and t.fonte_id = q.raccolta || '/' || m.tabella
    where m.ruolo <> 'stampato'
    union all
    -- A forecast is the sum of the rows of its group.
    select 'marts.indicatore_valore', {{ chiave_testo(chiavi.get('indicatore_valore', []), 't') }}, 'numeratore', t.fonte_id,
        c.file, c.riga, c.colonna, c.riga_documento, c.valore_stampato
    from {{ ref('int_risorse__annue') }} as r
    inner join {{ ref('indicatore_valore') }} as t
        on r.territorio_id = t.territorio_id and r.indicatore_id = t.indicatore_id and r.anno = t.anno
        and r.fonte_id = t.fonte_id
    inner join {{ ref('stg_cremona__previsione_2015') }} as p
        on r.indicatore_id = 'risorse_' || {{ gruppo_risorse('p.voce_codice') }}
    inner join celle as c on p.fonte_id = c.fonte_id and p.riga = c.riga and c.colonna = 'importo'
    where r.stato_spesa = 'previsione'
    union all
    select 'marts.popolazione', {{ chiave_testo(chiavi.get('popolazione', []), 't') }}, 'residenti', t.fonte_id,
        q.file, q.riga, q.colonna, q.riga_documento, q.valore_stampato
    from {{ ref('int_documenti__quantita') }} as q
    inner join {{ ref('popolazione') }} as t
        on t.territorio_id = q.territorio_id and t.fonte_id = q.fonte_id and t.anno = q.anno
        and q.codice = if(t.cittadinanza = 'straniera', 'stranieri_', '') || if(t.sesso = 'M', 'maschi', 'femmine')
    where q.tabella = 'residenti_stranieri'
    union all
    -- The targets of a year stand in one of three columns of the plan.
    select 'marts.leps_obiettivo', {{ chiave_testo(chiavi.get('leps_obiettivo', []), 't') }}, 'testo', t.fonte_id,
        c.file, c.riga, c.colonna, l.riga_obiettivi::text, c.valore_stampato
    from {{ ref('leps_obiettivo') }} as t
    inner join {{ ref('stg_sebino__leps_indicatori') }} as l
        on t.fonte_id = l.fonte_id and t.indicatore_id = l.indicatore_id
    inner join celle as c on l.fonte_id = c.fonte_id and l.file = c.file and l.riga = c.riga
        and c.colonna in ('obiettivo_' || (t.anno - l.anno_1 + 1), 'soglia_' || (t.anno - l.anno_1 + 1))
    where c.valore_stampato is not null or c.colonna like 'obiettivo%'
    union all
    select 'marts.leps_indicatore', {{ chiave_testo(chiavi.get('leps_indicatore', []), 't') }}, 'nome', l.fonte_id,
        c.file, c.riga, c.colonna, c.riga_documento, c.valore_stampato
    from {{ ref('leps_indicatore') }} as t
    inner join {{ ref('stg_sebino__leps_indicatori') }} as l on t.indicatore_id = l.indicatore_id
    inner join celle as c on l.fonte_id = c.fonte_id and l.file = c.file and l.riga = c.riga and c.colonna = 'nome_breve'
)

select f.tabella, f.chiave, f.colonna, f.fonte_id, f.file, d.sha256, f.riga::bigint as riga, f.colonna_file,
    f.riga_documento, f.valore_stampato
from fatti as f
inner join {{ ref('dim_fonte') }} as d on f.fonte_id = d.fonte_id
group by all
