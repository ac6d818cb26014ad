-- Without the name of the database: DuckDB would keep that of the file under construction inside the view.
-- Every quantity stands in three columns, males, females, total: one row for each here.
with lungo as (
    unpivot {{ source('raw', 'istat_p2').include(database=false) }} on columns('_(m|f|t)$') into name colonna value stampato
)

select
    {{ codice_comune('codice_comune') }} as codice,
    comune as nome,
    year(_data_riferimento) as anno,
    left(colonna, length(colonna) - 2) as voce,
    upper(right(colonna, 1)) as sesso,
    raw.leggi_intero(stampato, 'c') as persone,
    _fonte_id || '/' || _tabella as fonte_id,
    _file as file,
    _riga as riga,
    colonna
from lungo
