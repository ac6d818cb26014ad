select indicatore_id, leps_numero::integer as leps_numero, leps_nome, nome, definizione, numeratore, denominatore,
    uno, molti,
    unita, regola, polarita, puo_superare_100::boolean as puo_superare_100, riga_documento::text as riga_documento
from {{ ref('leps_indicatore_definizione') }}
