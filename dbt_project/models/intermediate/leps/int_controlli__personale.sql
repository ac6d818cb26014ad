{#- What is wrong with the lists of staff received: a row for each defect, at its cell. -#}
{{ controlli_di_consegna('int_leps__personale', "if(ha_ambito, ambito_id, null)", 'anno', 'null::text',
    "profilo || ', ' || contratto") }}
