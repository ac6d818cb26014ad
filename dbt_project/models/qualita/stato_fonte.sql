select
    serie, fonte_id, titolo, editore as a_chi, periodicita, stato, primo_periodo, ultimo_periodo, ricevuta_il,
    periodi_ricevuti::integer as periodi_ricevuti, quanti_mancano::integer as periodi_mancanti,
    periodi_mancanti as elenco_mancanti, prossimo_periodo, dovuta_entro, motivo, riferito_al
from {{ ref('int_controlli__consegne_attese') }}
order by list_position(['vecchia', 'in_ritardo', 'attesa', 'aggiornata', 'non_dichiarata'], stato), titolo
