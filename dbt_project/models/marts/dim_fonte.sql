select
    f.fonte_id || '/' || f.tabella as fonte_id,
    f.fonte_id as raccolta,
    s.titolo,
    f.titolo as titolo_tabella,
    s.editore as ente,
    f.file,
    f.sha256,
    s.licenza,
    f.data_riferimento,
    s.acquisito_il,
    f.provvisorio,
    f.rilasciato_il,
    f.tracciato,
    s.documento,
    s.indirizzo,
    case when len(f.righe_documento) > 0
        then list_min(f.righe_documento)::text || '-' || list_max(f.righe_documento)::text end as righe_documento,
    f.righe_caricate,
    f.righe_scartate,
    concat_ws(' ', s.nota, f.nota) as nota
from {{ ref('stg_raw__file') }} as f
inner join {{ ref('stg_raw__fonti') }} as s on f.fonte_id = s.fonte_id
