-- Without the name of the database: DuckDB would keep that of the file under construction inside the view.
with lungo as (
    unpivot {{ source('raw', 'istat_d7b').include(database=false) }}
    on popolazione_inizio, nati, morti, iscritti_altri_comuni, cancellati_altri_comuni, iscritti_estero,
        cancellati_estero, variazioni_territoriali, popolazione_fine
    into name voce value stampato
)

select
    {{ codice_comune('codice_comune') }} as codice,
    comune as nome,
    codice_provincia,
    try_cast(anno as integer) as anno,
    try_cast(mese as integer) as mese,
    case upper(left(sesso, 1)) when 'M' then 'M' when 'F' then 'F' when 'T' then 'T' end as sesso,
    voce,
    raw.leggi_intero(stampato, 'c') as persone,
    _fonte_id || '/' || _tabella as fonte_id,
    _file as file,
    _riga as riga
from lungo
