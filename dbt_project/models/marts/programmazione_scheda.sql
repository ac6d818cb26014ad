{#- What became of each objective of a plan, as its ambito tells it, with the objective that continues it in the next plan. -#}
with fili as (
    select ambito_id, piano_precedente, main.nome_confrontabile(obiettivo_precedente) as chiave,
        string_agg(distinct obiettivo_nuovo, '; ') as obiettivo_nuovo, any_value(piano_nuovo) as piano_nuovo
    from {{ ref('programmazione_filo_dichiarato') }}
    where obiettivo_precedente is not null
    group by all
)

select e.ambito_id, e.ambito_nome, e.piano, e.ordine::integer as ordine, e.obiettivo, e.area_utenza,
    coalesce(a.nome, e.area_stampata) as area_nome, e.grado_pct::double as grado_pct, e.stato, e.giudizio_utenti,
    g.nome as giudizio_nome, e.risorse_previste_eur, e.risorse_utilizzate_eur,
    (100 * e.risorse_utilizzate_eur / nullif(e.risorse_previste_eur, 0))::double as utilizzo_pct, e.criticita, e.cambiamento,
    c.nome as cambiamento_nome, e.continuita, k.nome as continuita_nome, e.riproposto, p.nome as riproposto_nome,
    f.obiettivo_nuovo, f.piano_nuovo, e.nota, e.motivo_assenza_grado, e.corrente, e.fonte_id, e.file, e.riga
from {{ ref('int_programmazione__esiti') }} as e
left join {{ ref('area_utenza') }} as a on e.area_utenza = a.area_utenza
left join {{ ref('esito_scala') }} as g on g.campo = 'giudizio_utenti' and e.giudizio_utenti = g.valore
left join {{ ref('esito_scala') }} as c on c.campo = 'cambiamento' and e.cambiamento = c.valore
left join {{ ref('esito_scala') }} as k on k.campo = 'continuita' and e.continuita = k.valore
left join {{ ref('esito_scala') }} as p on p.campo = 'riproposto' and e.riproposto = p.valore
left join fili as f on e.ambito_id = f.ambito_id and e.piano = f.piano_precedente and e.chiave = f.chiave
