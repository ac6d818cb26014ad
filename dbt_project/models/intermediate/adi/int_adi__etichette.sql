{#- What each row of the received tables is of, told by its labels: months, measure, way of counting, category. -#}
with righe as (
    select t.fonte_id, t.file, t.riga, t.titolo, t.foglio, lower(coalesce(t.categoria, '')) as etichetta,
        nullif(concat_ws(' ', t.mese, t.anno), '') as di_riga,
        t.periodo as di_colonna,
        -- The day of a release is no month of the table.
        regexp_replace(coalesce(t.titolo, ''), '[0-9]{1,2}[°º]? +[a-z]+ +20[0-9]{2}', ' ', 'gi') as di_titolo,
        lower(concat_ws(' ', t.titolo, t.foglio)) as detto,
        lower(replace(t.tabella, '_', ' ')) as detto_altrove
    from {{ ref('stg_inps__adi_tavole') }} as t
),

numeri as (
    select *,
        coalesce(di_riga, di_colonna, di_titolo) as scritto,
        {{ mesi_nominati('scritto') }} as mesi_scritti,
        {{ anni_nominati('scritto') }} as anni_scritti,
        {{ anni_nominati('di_titolo') }} as anni_titolo,
        regexp_extract(scritto, '\b20[0-9]{2}-?(0[1-9]|1[0-2])\b', 1) as mese_iso,
        try_cast(regexp_extract(di_riga, '^(0?[1-9]|1[0-2])\b', 1) as integer) as mese_numero,
        lower(regexp_extract(scritto, '(?i)(\w+|1°|2°) semestre', 1)) as semestre
    from righe
),

periodi as (
    select *,
        case
            when mese_iso <> '' then [mese_iso::integer]
            when len(mesi_scritti) > 0 then mesi_scritti
            when mese_numero is not null then [mese_numero]
            when semestre in ('i', 'primo', '1', '1°') then [1, 6]
            when semestre in ('ii', 'secondo', '2', '2°') then [7, 12]
            else [1, 12]
        end as mesi,
        if(len(anni_scritti) > 0, anni_scritti, anni_titolo) as anni
    from numeri
),

detti as (
    select p.fonte_id, p.file, p.riga, m.campo, m.valore
    from periodi as p
    inner join {{ ref('adi_titolo') }} as m
        on regexp_matches(p.detto, m.modello) or regexp_matches(p.detto_altrove, m.modello)
    -- The title before the name of the file, and of two words of a title the first; a name with two tells none.
    qualify row_number() over (
        partition by p.fonte_id, p.file, p.riga, m.campo
        order by not regexp_matches(p.detto, m.modello),
            if(m.campo = 'conteggio' and m.valore like 'almeno%', 0, 1),
            strpos(if(regexp_matches(p.detto, m.modello), p.detto, p.detto_altrove),
                regexp_extract(if(regexp_matches(p.detto, m.modello), p.detto, p.detto_altrove), m.modello)), m.valore
    ) = 1 and (
        regexp_matches(p.detto, m.modello) or count(*) over (partition by p.fonte_id, p.file, p.riga, m.campo) = 1
    )
),

categorie as (
    select p.fonte_id, p.file, p.riga, c.dimensione,
        if(c.modalita = '*', {{ modalita_stampata('regexp_extract(p.etichetta, c.etichetta, 1)') }}, c.modalita) as modalita
    from periodi as p
    inner join {{ ref('adi_categoria') }} as c
        on regexp_matches(p.etichetta, c.etichetta)
        and (c.titolo is null or regexp_matches(lower(concat_ws(' ', p.titolo, p.etichetta)), c.titolo))
    qualify row_number() over (partition by p.fonte_id, p.file, p.riga order by c.ordine) = 1
)

select
    p.fonte_id, p.file, p.riga, p.scritto as periodo_stampato,
    if(len(p.anni) > 0, make_date(p.anni[1], p.mesi[1]::integer, 1), null) as periodo_dal,
    if(len(p.anni) > 0, make_date(p.anni[-1], p.mesi[-1]::integer, 1), null) as mese,
    misura.valore as misura,
    coalesce(conteggio.valore, if(periodo_dal = mese, 'in_pagamento_nel_mese', 'almeno_un_pagamento_nel_periodo')) as conteggio,
    c.dimensione,
    c.modalita
from periodi as p
left join detti as misura
    on p.fonte_id = misura.fonte_id and p.file = misura.file and p.riga = misura.riga and misura.campo = 'misura'
left join detti as conteggio
    on p.fonte_id = conteggio.fonte_id and p.file = conteggio.file and p.riga = conteggio.riga and conteggio.campo = 'conteggio'
left join categorie as c on p.fonte_id = c.fonte_id and p.file = c.file and p.riga = c.riga
