select * exclude (limite_motivo, file, riga) from {{ ref('int_adi__revisioni') }}
