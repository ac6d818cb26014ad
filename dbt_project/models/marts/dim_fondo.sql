select fondo, nome, livello, ordine::integer as ordine, termina_il::date as termina_il, motivo_termine
from {{ ref('fondo') }}
