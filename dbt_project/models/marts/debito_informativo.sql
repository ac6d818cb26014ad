{#- What the documents say must be reported, to whom and how often; whether an office records what it sends (debito_invio). -#}
select
    d.progressivo::integer as progressivo, f.debito, d.flusso, d.periodicita, f.periodicita as periodo,
    coalesce(not contains(lower(d.periodicita), f.periodicita), false) as e_incoerente,
    d.destinatario,
    if(exists (from {{ ref('debito_invio') }} as i where i.debito = f.debito), 'registrato', 'non_registrato') as stato,
    d.fonte_id, d.riga_documento, coalesce(g.ambito_id, 'amb:' || s.ente) as ambito_id
from {{ ref('stg_ovest_solidale__debiti_informativi') }} as d
left join {{ ref('debito_flusso') }} as f
    on d.fonte_id = f.fonte_id and d.riga_documento = f.riga_documento::text and d.progressivo = f.progressivo
inner join {{ ref('stg_raw__fonti') }} as s on split_part(d.fonte_id, '/', 1) = s.fonte_id
left join {{ ref('ente_gestore') }} as g on g.ente_id = 'azienda:' || s.ente
