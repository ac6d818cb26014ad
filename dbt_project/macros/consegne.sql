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
{#- What to do about a defect, without full stop. -#}
{% macro rimedio_di_consegna(difetto) -%}
case when {{ difetto }}.gravita <> 'errore' then 'rileggere la cella; la riga si usa comunque'
    when {{ difetto }}.controllo_id = 'rilevazione_modello' then 'riportare i valori in un modello nuovo e consegnarlo'
    when {{ difetto }}.controllo_id like '%\_doppi_' escape '\' then 'lasciare una riga sola e consegnare di nuovo il file'
    else 'correggere la cella e consegnare di nuovo il file' end
{%- endmacro %}
{#- Where a defect stands: sheet and cell of a workbook (posizioni: its JSON), else line and column. -#}
{% macro posto_di_consegna(difetto, posizioni="null::json") -%}
coalesce({{ posizioni }}->>('$.' || {{ difetto }}.colonna), 'riga ' || riga || ', colonna «' || {{ difetto }}.colonna || '»')
{%- endmacro %}
{#-
    A row for each defect of a model of delivered rows (column difetti). chi: what the row is about, for the message;
    posizioni: SQL of the JSON that says sheet and cell of each column, where the delivery was a workbook.
-#}
{% macro controlli_di_consegna(modello, ambito, anno, indicatore, chi, posizioni="null::json") -%}
select
    difetto.controllo_id, difetto.tipo, difetto.gravita, fonte_id, file, riga, difetto.colonna, posto,
    {{ ambito }} as territorio_id, {{ anno }} as anno, {{ indicatore }} as indicatore_id,
    difetto.trovato as valore_stampato, difetto.atteso as valore_atteso,
    upper(posto[1]) || posto[2:] || coalesce(' (' || {{ chi }} || ')', '') || ': '
        || main.trovato_atteso(difetto.trovato, difetto.atteso) || '.'
        || if(difetto.gravita = 'errore', ' La riga non si usa.', '') as messaggio,
    difetto.motivo, rimedio
from (
    select *, {{ posto_di_consegna('difetto', posizioni) }} as posto, {{ rimedio_di_consegna('difetto') }} as rimedio
    from (select *, unnest(difetti) as difetto from {{ ref(modello) }})
)
{%- endmacro %}
{#- The words that a column of the list of staff may have, as SQL that gives text. -#}
{% macro voci_del_personale(colonna) -%}
(select string_agg(replace(voce, '_', ' '), ', ') from {{ ref('personale_voce') }} where colonna = '{{ colonna }}')
{%- endmacro %}
