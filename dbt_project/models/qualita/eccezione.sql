select controllo_id, territorio_id, anno, indicatore_id, motivo, decisa_il, responsabile, scade_il
from {{ ref('stg_definizioni__eccezione') }}
