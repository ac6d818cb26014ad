{#- Columns that identify a row of each published table, as {name: columns}: those of its test chiave_unica. The graph is
    walked once: it holds thousands of nodes. -#}
{% macro chiavi_pubblicate() %}
{%- set chiavi = {} -%}
{%- if execute -%}
    {%- for nodo in graph.nodes.values() if nodo.resource_type == 'test' and nodo.test_metadata and nodo.attached_node
        and nodo.test_metadata.name in ('chiave_unica', 'chiave_unica_fitta') -%}
        {%- do chiavi.setdefault(nodo.attached_node.split('.')[-1], nodo.test_metadata.kwargs.colonne) -%}
    {%- endfor -%}
{%- endif -%}
{{ return(chiavi) }}
{% endmacro %}

{#- The key of a row as text: its parts with | between, empty where a part is NULL. -#}
{% macro chiave_testo(chiave, alias) -%}
    {%- for colonna in chiave -%}
        {{ " || '|' || " if not loop.first }}coalesce({{ alias }}.{{ colonna }}::text, '')
    {%- else -%} '' {%- endfor -%}
{%- endmacro %}

{#- Tables of the schemas marts and qualita that dbt builds, as {name: columns}. -#}
{% macro tabelle_pubblicate() %}
{%- set tabelle = {} -%}
{%- if execute -%}
    {%- for nodo in graph.nodes.values() if nodo.resource_type == 'model' and nodo.config.schema in ('marts', 'qualita') -%}
        {%- do tabelle.update({nodo.config.schema ~ '.' ~ nodo.name: nodo.columns.keys() | list}) -%}
    {%- endfor -%}
{%- endif -%}
{{ return(tabelle) }}
{% endmacro %}

{#- All the rules: those declared; for the tables of documents the cell they name; for any other published table whose rows
    say file and row, that received row. -#}
{% macro provenienza_completa() %}
{%- set dichiarate = provenienza_regole() -%}
{%- set chiavi = chiavi_pubblicate() -%}
{%- set tabelle = {} -%}
{%- for t in dichiarate.tabelle -%}
    {%- do tabelle.update({t.tabella: {'chiave': t.chiave or chiavi.get(t.tabella.split('.')[1], []), 'passi': t.passi}}) -%}
{%- endfor -%}
{%- for d in dichiarate.documenti if d.tabella not in tabelle -%}
    {%- do tabelle.update({d.tabella: {'chiave': chiavi.get(d.tabella.split('.')[1], []), 'passi': [{
        'origine': 'qualita.provenienza', 'gruppo': 'o.colonna', 'etichetta': 'o.colonna_file',
        'legame': "o.tabella = '" ~ d.tabella ~ "' and o.chiave = f.chiave",
        'come': 'La riga è quella stampata nel documento.'}]}}) -%}
{%- endfor -%}
{%- for nome, colonne in tabelle_pubblicate().items()
    if nome not in tabelle and nome not in dichiarate.senza and not nome.startswith('qualita.origine_') -%}
    {%- if 'fonte_id' in colonne and 'file' in colonne and 'riga' in colonne -%}
        {%- do tabelle.update({nome: {'chiave': chiavi.get(nome.split('.')[1], []), 'passi': [{
            'origine': 'qualita.origine_cella', 'etichetta': 'o.colonna_file',
            'legame': 'o.fonte_id = f.fonte_id and o.file = f.file and o.riga = f.riga',
            'come': 'La riga è quella ricevuta.'}, {
            'origine': 'qualita.origine_file', 'etichetta': "o.fonte_id || ', riga ' || f.riga",
            'legame': 'o.fonte_id = f.fonte_id and o.file not in (select file from qualita.origine_cella)',
            'come': 'La riga è quella ricevuta.'}]}}) -%}
    {%- endif -%}
{%- endfor -%}
{{ return(tabelle) }}
{% endmacro %}

{#- The group of resources that a line of Cremona's forecast adds to. -#}
{% macro gruppo_risorse(voce) -%}
    case {{ voce }}
        when 'comuni_capitarie' then 'comuni'
        when 'comuni_conferiti' then 'comuni'
        when 'altre' then 'altri_finanziamenti'
        when 'totale' then 'totale'
        else 'fondi_statali_regionali'
    end
{%- endmacro %}

{#- Every way from a table to received cells, or to what the project declares, as a query whose t0 is the row to explain.
    `costanti`, {column: SQL}: what the key says of t0, so that the first step looks for values and not for a join. -#}
{% macro provenienza_rami(tabelle, tabella, passate, da, dove, costanti) %}
{%- set rami = [] -%}
{%- set n = passate | length -%}
{%- set io, altro = 't' ~ n, 't' ~ (n + 1) -%}
{%- for passo in tabelle[tabella].passi
    if passo.origine not in passate and passo.origine != tabella and passo.celle is not false -%}
    {%- set note = [passo.legame] -%}
    {%- for colonna, valore in costanti.items() -%}
        {%- do note.append(modules.re.sub('\\bf\\.' ~ colonna ~ '\\b', valore, note[-1])) -%}
    {%- endfor -%}
    {%- set condizioni = dove + [note[-1]] + ([passo.quando] if passo.quando else []) -%}
    {%- set scritte = [] -%}
    {%- for testo in condizioni -%}
        {%- set testo = testo | replace('f.chiave', '(' ~ chiave_testo(tabelle[tabella].chiave, io) ~ ')') -%}
        {%- set testo = modules.re.sub('\\bf\\.', io ~ '.', testo) -%}
        {%- do scritte.append('(' ~ modules.re.sub('\\bo\\.', altro ~ '.', testo) ~ ')') -%}
    {%- endfor -%}
    {%- set qui = da ~ ', ' ~ passo.origine ~ ' as ' ~ altro -%}
    {%- if passo.origine in tabelle and not passo.origine.startswith('qualita.provenienza') -%}
        {%- do rami.extend(provenienza_rami(tabelle, passo.origine, passate + [tabella], qui, scritte, {})) -%}
    {%- else -%}
        {%- do rami.append({'da': qui, 'dove': scritte, 'origine': passo.origine, 'ultima': altro,
            'colonne': passo.colonne or [], 'percorso': (passate + [tabella]) | join(' ← ')}) -%}
    {%- endif -%}
{%- endfor -%}
{{ return(rami) }}
{% endmacro %}

{#- SQL functions that stay in the published file: provenienza_di('marts.spesa', '<key>') gives the cells that a row comes
    from. One function for each table, and one that chooses among them. Made last: they name every published table. -#}
{% macro crea_provenienza_di() %}
{%- if execute and not (results | selectattr('status', 'in', ['error', 'skipped']) | list)
    and (results | selectattr('node.name', 'equalto', 'provenienza_regola') | list) -%}
{%- set tabelle = provenienza_completa() -%}
{#- In a partial build some tables may not be there yet. -#}
{%- set presenti = {} -%}
{%- for riga in run_query("select table_schema || '.' || table_name, column_name, data_type from information_schema.columns").rows -%}
    {%- do presenti.setdefault(riga[0], {}).update({riga[1]: riga[2]}) -%}
{%- endfor -%}
{%- for tabella, regola in tabelle.items() if tabella in presenti and not tabella.startswith('qualita.origine_') and regola.chiave %}
create or replace macro main.provenienza_di_{{ tabella | replace('.', '_') }}(della_chiave) as table
    with rami as (
    {%- set costanti = {} %}
    {%- for colonna in regola.chiave %}
        {%- do costanti.update({colonna: "try_cast(nullif(split_part(della_chiave, '|', " ~ loop.index ~ "), '') as "
            ~ presenti[tabella][colonna] ~ ")"}) %}
    {%- endfor %}
    {%- for ramo in provenienza_rami(tabelle, tabella, [], tabella ~ ' as t0', [], costanti) %}
    {{ 'union all' if not loop.first }}
    select {{ ramo.ultima }}.fonte_id, {{ ramo.ultima }}.file, {{ ramo.ultima }}.riga, {{ ramo.ultima }}.colonna_file,
        {{ ramo.ultima }}.riga_documento, {{ ramo.ultima }}.valore_stampato, '{{ ramo.percorso }}' as percorso,
        {{ ramo.ultima ~ '.colonna' if ramo.origine == 'qualita.provenienza' and '←' not in ramo.percorso else 'null::text' }} as colonna
    from {{ ramo.da }}
    where {{ ramo.dove | join(' and ') }}
        {#- In its own type: a condition on the text of a column reads a view of pairs from end to end. #}
        {%- for colonna, valore in costanti.items() %}
        and (t0.{{ colonna }} = {{ valore }} or ({{ valore }} is null and coalesce(t0.{{ colonna }}::text, '') = ''))
        {%- endfor %}
    {%- endfor %}
    )
    select '{{ tabella }}' as tabella, della_chiave as chiave, r.colonna, r.fonte_id, r.file, d.sha256, r.riga::bigint as riga, r.colonna_file,
        r.riga_documento, r.valore_stampato, r.percorso
    from rami as r
    left join marts.dim_fonte as d on r.fonte_id = d.fonte_id;
{%- endfor %}
create or replace macro main.provenienza_di(della_tabella, della_chiave) as table
    from query('from main.provenienza_di_' || replace(if(contains(della_tabella, '.'), della_tabella, 'marts.' || della_tabella), '.', '_')
        || '(''' || replace(della_chiave, '''', '''''') || ''')');
{%- endif -%}
{% endmacro %}

{#- What a seed declares, each row with its line. -#}
{% macro dichiarata_di(elenco, soggetto, oggetto, raccolta, valore) %}
select '{{ elenco }}' as elenco, ({{ soggetto }})::text as soggetto, ({{ oggetto }})::text as oggetto,
    ({{ raccolta }})::text as raccolta, null::text as fonte_id, 'dbt_project/seeds/{{ elenco }}.csv' as file,
    rowid + 2 as riga, null::text as colonna_file, null::text as riga_documento,
    ({{ valore }})::text as valore_stampato
from {{ ref(elenco) }}
{%- endmacro %}
