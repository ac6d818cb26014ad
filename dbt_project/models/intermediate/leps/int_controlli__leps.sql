{#- What is wrong with the recordings received: a row for each defect, at its cell. -#}
{{ controlli_di_consegna('int_leps__rilevazioni', "if(ha_obiettivo, ambito_id, null)", 'anno',
    "if(ha_indicatore, indicatore_id, null)", "indicatore_id || ', ' || anno_stampato", 'posizioni') }}
