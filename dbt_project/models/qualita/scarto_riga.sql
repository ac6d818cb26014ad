select fonte_id || '/' || tabella as fonte_id, tabella, file, riga, contenuto, trovato, atteso, rimedio
from {{ ref('stg_raw__scarti') }}
