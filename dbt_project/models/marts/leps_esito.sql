{#- State of every target on the day of judgement. A value that was not recorded is never zero: the state says what its
    absence means for this rule and year (methods: LEPS targets). -#}
with giorno as (
    select '{{ var("giorno_giudizio") }}'::date as riferito_al
),

attesi as (
    select 'amb:sebino' as ambito_id, o.*, g.riferito_al, g.riferito_al <= make_date(o.anno, 12, 31) as e_aperto,
        -- Only where next year's rule compares with this year's value is this year a base.
        coalesce(
            lead(o.regola) over (partition by o.indicatore_id order by o.anno)
            in ('aumento', 'diminuzione', 'minimo_poi_aumento'), false
        ) as serve_da_base
    from {{ ref('leps_obiettivo') }} as o
    cross join giorno as g
),

rilevati as (
    select * from {{ ref('leps_rilevazione') }} where corrente
),

accostati as (
    select a.*, r.valore, r.numeratore, r.denominatore, r.stato_traguardo, r.evidenza,
        p.valore as valore_precedente, r.ambito_id is not null as e_rilevato
    from attesi as a
    left join rilevati as r on a.ambito_id = r.ambito_id and a.indicatore_id = r.indicatore_id and a.anno = r.anno
    left join rilevati as p on a.ambito_id = p.ambito_id and a.indicatore_id = p.indicatore_id and a.anno = p.anno + 1
),

giudicati as (
    select *,
        case
            when regola = 'nessun_obiettivo' then
                case when e_rilevato then 'anno_base' when serve_da_base then 'anno_base_mancante' else 'non_applicabile' end
            when (regola in ('aumento', 'diminuzione') or (regola = 'minimo_poi_aumento' and minimo is null))
                and valore_precedente is null and not (e_aperto and anno > year(riferito_al)) then 'non_valutabile_baseline'
            when not e_rilevato then if(e_aperto, 'in_corso', 'non_valutabile_dato')
            when regola = 'traguardo' then
                if(evidenza is not null and (stato_traguardo = 'attivato' or stato_traguardo = stato_richiesto), 'raggiunto',
                    if(e_aperto, 'in_corso', 'non_raggiunto'))
            when regola = 'soglia' and coalesce(denominatore, 0) = 0 then 'non_applicabile'
            when (regola = 'soglia' and numeratore * 100 >= soglia_pct * denominatore)
                or (regola = 'minimo_poi_aumento' and minimo is not null and valore >= minimo)
                or (regola in ('aumento', 'minimo_poi_aumento') and minimo is null and valore > valore_precedente)
                or (regola = 'diminuzione' and valore < valore_precedente)
                then if(e_aperto, 'in_corso', 'raggiunto')
            else if(e_aperto, 'in_corso', 'non_raggiunto')
        end as stato
    from accostati
)

select
    ambito_id, indicatore_id, anno, valore, testo as obiettivo, stato,
    case stato
        when 'non_applicabile' then if(regola = 'nessun_obiettivo',
            'Per quest''anno il piano non fissa un obiettivo.', 'Il denominatore è zero: non c''è nulla da misurare.')
        when 'anno_base_mancante' then 'Il valore di base del ' || anno || ' non è stato rilevato: senza, il '
            || (anno + 1) || ' non potrà essere giudicato.'
        when 'anno_base' then 'Valore di base: gli anni seguenti si giudicano rispetto a questo.'
        when 'non_valutabile_baseline' then 'Manca il valore del ' || (anno - 1) || ', al quale l''obiettivo si riferisce.'
        when 'non_valutabile_dato' then 'Il dato del ' || anno || ' non è ancora stato rilevato e il termine del 31/12/'
            || anno || ' è passato.' || if(serve_da_base,
                ' Senza questo valore non si potrà giudicare neanche il ' || (anno + 1) || '.', '')
        when 'in_corso' then if(e_rilevato, 'Il termine è il 31/12/' || anno || '.',
            'Dato non ancora rilevato; il termine è il 31/12/' || anno || '.')
        when 'raggiunto' then 'Il valore rilevato soddisfa l''obiettivo.'
        else 'Il valore rilevato non soddisfa l''obiettivo.'
    end as motivo,
    case when e_rilevato and stato in ('in_corso', 'non_raggiunto') then
        case
            when regola = 'soglia' then greatest(0, ceil(soglia_pct * denominatore / 100.0) - numeratore)
            when regola in ('aumento', 'minimo_poi_aumento') and minimo is null
                then greatest(0, floor(valore_precedente) + 1 - valore)
            when regola = 'minimo_poi_aumento' then greatest(0, minimo - valore)
        end
    end::double as mancano,
    riferito_al,
    false as dimostrativo
from giudicati
