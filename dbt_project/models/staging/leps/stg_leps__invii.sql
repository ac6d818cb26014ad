select
    nullif(trim(ambito_id), '') as ambito_id,
    nullif(lower(trim(debito)), '') as debito,
    nullif(upper(trim(periodo)), '') as periodo,
    nullif(trim(scade_il), '') as scadenza_stampata,
    {{ leggi_data('scade_il') }} as scade_il,
    nullif(trim(trasmesso_il), '') as invio_stampato,
    {{ leggi_data('trasmesso_il') }} as trasmesso_il,
    nullif(trim(evidenza), '') as evidenza,
    nullif(trim(nota), '') as nota,
    _fonte_id || '/' || _tabella as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'debiti_informativi') }}
