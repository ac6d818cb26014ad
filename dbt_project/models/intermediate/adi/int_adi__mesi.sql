{{ config(database='riservato') }}
{#- One row for each nucleo and month in which it was in payment: active on one day of the month at least. -#}
select
    g.gruppo,
    unnest(generate_series(greatest(p.dal, p.ultimo_mese - to_months(m.valore::integer - 1)), p.al, interval 1 month))::date as mese,
    p.componenti, p.minori, p.disabili, p.over60, p.svantaggio, p.carichi_cura, p.classe_isee, p.cittadinanza,
    p.sesso, p.anno_nascita, p.importo_mensile_eur
from {{ ref('int_adi__periodi') }} as p
inner join {{ ref('int_adi__gruppi') }} as g
    on p.fonte_corrente = g.fonte_id and p.territorio_id = g.territorio_id and p.misura = g.misura
inner join {{ ref('adi_regole') }} as m on m.regola = 'mesi' and m.parametro = 'pubblicati'
where p.dal <= p.al
