{% test variazione_entro_intervallo(model, gravita, colonna_indicatore='indicatore_id') %}
{#- Year over year, no value of this severity is outside the bounds of its definition, unless an exception explains it. -#}
select v.*
from {{ model }} as v
inner join {{ ref('dim_indicatore') }} as i on v.{{ colonna_indicatore }} = i.indicatore_id
left join {{ ref('eccezione') }} as e
    on e.controllo_id = 'variazione_' || v.{{ colonna_indicatore }} and v.territorio_id = e.territorio_id and v.anno = e.anno
where v.esito_variazione = 'fuori' and i.variazione_gravita = '{{ gravita }}' and e.controllo_id is null
{% endtest %}
