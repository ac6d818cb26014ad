{{ config(materialized='view') }}
{#- What bodies sent, row by row, with codes for the names that are known. A row is left out only where nobody could say whose
    it is, of which year, state or direction: int_controlli__spesa_righe tells each of them. -#}
select e.ente_id, e.anno, coalesce(a.codice, e.area) as area, e.servizio,
    coalesce(f.codice, 'sconosciuto') as fondo, e.stato_spesa, e.verso,
    if(e.importo_eur >= 0, e.importo_eur, null) as importo_eur, e.fondo as fondo_stampato, e.annualita_fondo, e.capitolo,
    e.capitolo_nome, e.quota_parte, e.gestione, t.codice as trasferimento_a, a.codice as area_utenza,
    e.importo_eur < 0 as e_negativo, e.fonte_id, e.file, e.riga, e.colonna, e.valore_stampato
from {{ ref('int_spesa__ricevuta') }} as e
inner join {{ ref('int_spesa__nomi') }} as n on n.colonna = 'ente_id' and e.ente_id = n.stampato and n.codice is not null
left join {{ ref('int_spesa__nomi') }} as a on a.colonna = 'area' and e.area = a.stampato
left join {{ ref('int_spesa__nomi') }} as f on f.colonna = 'fondo' and e.fondo = f.stampato
left join {{ ref('int_spesa__nomi') }} as t on t.colonna = 'trasferimento_a' and e.trasferimento_a = t.stampato
where e.anno is not null and e.servizio is not null and e.area is not null
    and e.stato_spesa in ('programmato', 'previsione', 'stanziato', 'impegnato', 'liquidato', 'consuntivo')
    and e.verso in ('spesa', 'entrata')
    and not main.e_totale(e.area) and not main.e_totale(e.servizio) and not main.e_totale(e.fondo)
