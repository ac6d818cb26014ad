select
    riga_documento,
    raw.leggi_intero(leps_numero) as leps_numero,
    trim(leps_nome) as leps_nome,
    riga_norma,
    trim(norma) as norma,
    riga_atto,
    trim(atto) as atto,
    riga_fondi,
    trim(fondi) as fondi,
    riga_integrazione,
    trim(integrazione) as integrazione,
    trim(fondi_codici) as fondi_codici,
    _fonte_id || '/leps_prioritari' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'sebino__leps_prioritari') }}
