{#- Rows of case files that cannot be counted: told by file and row only, never by what is written in them. -#}
with dette as (
    select r.fonte_pubblicata as fonte_id, r.file, r.riga, r.esito, e.gravita, e.nome, e.atteso, e.motivo,
        row_number() over per_esito as posto,
        count(*) over (partition by r.file, r.fonte_pubblicata, r.esito) as quante
    from {{ ref('int_adi__righe') }} as r
    inner join {{ ref('adi_esito_riga') }} as e on r.esito = e.esito and e.detta_per_riga
    window per_esito as (partition by r.file, r.fonte_pubblicata, r.esito order by r.riga)
)

select
    'caso_' || esito as controllo_id, 'completezza' as tipo, gravita, fonte_id, file, riga,
    'Riga ' || riga || ': il caso non si conta; atteso ' || atteso || '.'
        || if(posto = 20 and quante > 20, ' Altre ' || main.numero_it(quante - 20) || ' righe del file sono come questa.', '') as messaggio,
    motivo
from dette
where posto <= 20
