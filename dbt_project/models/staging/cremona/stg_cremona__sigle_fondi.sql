select
    riga_documento,
    trim(sigla_codice) as sigla_codice,
    trim(dove) as dove,
    trim(fondo_codice) as fondo_codice,
    trim(sigla) as sigla,
    riga_legenda,
    trim(sigla_legenda) as sigla_legenda,
    _fonte_id || '/sigle_fondi' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'cremona__sigle_fondi') }}
