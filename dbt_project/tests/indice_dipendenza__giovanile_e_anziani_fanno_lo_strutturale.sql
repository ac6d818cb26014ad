-- Identity of the definitions, on every territory and year.
select territorio_id, anno
from {{ ref('indicatore_valore') }}
where base_popolazione = 'residenti_istat' and fonte_id like 'istat%'
    and indicatore_id in ('indice_dipendenza_strutturale', 'indice_dipendenza_giovanile', 'indice_dipendenza_anziani')
group by all
having abs(
    any_value(valore) filter (indicatore_id = 'indice_dipendenza_strutturale')
    - sum(valore) filter (indicatore_id <> 'indice_dipendenza_strutturale')
) > 1e-9
