{#- Scores of the legal forms as the document prints them (plus signs) and counts them. -#}
select 'amb:dalmine' as ambito_id, gruppo, voce, forma, stampato, punti::integer as punti, fonte_id, file, riga, riga_documento
from (
    select gruppo, voce, fonte_id, file, riga, riga_documento,
        unnest(['Consorzio', 'Comunità montana / Unione', 'Azienda speciale consortile', 'SPA', 'SRL', 'Fondazione']) as forma,
        unnest([consorzio, comunita_montana_unione, azienda_speciale_consortile, spa, srl, fondazione]) as stampato,
        unnest([punti_consorzio, punti_comunita_montana_unione, punti_azienda_speciale_consortile, punti_spa, punti_srl,
            punti_fondazione]) as punti
    from {{ ref('stg_dalmine__forme_gestione') }}
)
