select t.territorio_id, t.anno, t.cittadinanza_codice, t.cittadinanza_nome, t.sesso, t.residenti, t.fonte_id,
    dense_rank() over (
        partition by t.territorio_id, t.anno order by f.provvisorio, f.rilasciato_il desc, t.fonte_id
    ) = 1 as corrente
from {{ ref('int_cittadinanza__territorio') }} as t
inner join {{ ref('dim_fonte') }} as f on t.fonte_id = f.fonte_id
