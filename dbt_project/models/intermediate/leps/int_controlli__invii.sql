{#- What is wrong with the recorded reporting duties: a row for each defect, at its cell. -#}
{{ controlli_di_consegna('int_leps__invii', "if(ha_ambito, ambito_id, null)", 'anno', 'null::text',
    "debito || ', ' || periodo") }}
