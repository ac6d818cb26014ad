{#-
    What offices deliver by layouts of our own (LEPS recordings, staff, reporting duties): every row keeps the list of its
    defects, and each defect is told at its cell.
-#}
{% macro giorno_leps() -%}
'{{ var("giorno_leps", var("giorno_giudizio")) }}'::date
{%- endmacro %}
{#- One defect where the condition holds, else NULL. found, expected: SQL that gives text; severity avviso: the row is used. -#}
{% macro difetto(se, controllo, tipo, colonna, trovato, atteso, motivo, gravita='errore') -%}
case when {{ se }} then {
    'controllo_id': '{{ controllo }}', 'tipo': '{{ tipo }}', 'gravita': '{{ gravita }}', 'colonna': '{{ colonna }}',
    'trovato': {{ trovato }},
    'atteso': {{ atteso }},
    'motivo': '{{ motivo | replace("'", "''") }}'} end
{%- endmacro %}
{% macro trovata(colonna) -%}
coalesce('«' || {{ colonna }} || '»', 'una cella vuota')
{%- endmacro %}
{#- A date as people write it, or as a workbook keeps it: there it may carry the time of day, which says nothing here. -#}
{% macro leggi_data(colonna) -%}
coalesce(try_strptime(trim({{ colonna }}), ['%Y-%m-%d', '%Y-%m-%d %H:%M:%S']),
    try_strptime(trim({{ colonna }}), ['%d/%m/%Y', '%d-%m-%Y']))::date
{%- endmacro %}
{#-
    A row for each defect of a model of delivered rows (column difetti). chi: what the row is about, for the message;
    posizioni: SQL of the JSON that says sheet and cell of each column, where the delivery was a workbook.
-#}
{% macro controlli_di_consegna(modello, ambito, anno, indicatore, chi, posizioni="null::json") -%}
select
    difetto.controllo_id, difetto.tipo, difetto.gravita, fonte_id, file, riga, difetto.colonna,
    {{ ambito }} as territorio_id, {{ anno }} as anno, {{ indicatore }} as indicatore_id,
    difetto.trovato as valore_stampato, difetto.atteso as valore_atteso,
    coalesce({{ posizioni }}->>('$.' || difetto.colonna), 'Riga ' || riga || ', colonna «' || difetto.colonna || '»')
        || coalesce(' (' || {{ chi }} || ')', '') || ': trovato ' || difetto.trovato
        || ', atteso ' || difetto.atteso || '.'
        || if(difetto.gravita = 'errore', ' La riga non si usa.', '') as messaggio,
    difetto.motivo
from (select *, unnest(difetti) as difetto from {{ ref(modello) }})
{%- endmacro %}
{#- The words that a column of the list of staff may have, as SQL that gives text. -#}
{% macro voci_del_personale(colonna) -%}
(select string_agg(replace(voce, '_', ' '), ', ') from {{ ref('personale_voce') }} where colonna = '{{ colonna }}')
{%- endmacro %}
