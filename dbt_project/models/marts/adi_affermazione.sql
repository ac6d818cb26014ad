select voce as affermazione, concat_ws(' ', precisione, valore) as valore_stampato, unita, tema, territorio as territorio_nome,
    fonte_id, file, riga, riga_documento
from {{ ref('stg_sebino__cifre_testo') }}
where tema = 'assegno di inclusione'
