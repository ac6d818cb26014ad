select
    riga_documento,
    trim(area) as area,
    trim(area_codice) as area_codice,
    trim(tipo_valore) as tipo_valore,
    raw.leggi_decimale(da_comuni_capitarie) as da_comuni_capitarie,
    raw.leggi_decimale(da_comuni_affidamento) as da_comuni_affidamento,
    raw.leggi_decimale(fnps) as fnps,
    raw.leggi_decimale(fsr_altri_regionali) as fsr_altri_regionali,
    raw.leggi_decimale(fna) as fna,
    raw.leggi_decimale(altro) as altro,
    raw.leggi_decimale(totale)::decimal(14, 2) as totale,
    raw.leggi_decimale(quota_pct) as quota_pct,
    riga_totale,
    raw.leggi_decimale(totale_generale)::decimal(14, 2) as totale_generale,
    _fonte_id || '/riepilogo_aree' as fonte_id,
    _file as file,
    _riga as riga
from {{ source('raw', 'cremona__riepilogo_aree') }}
