{#- What the offices record. No recording has been received yet: the table stands with its columns and no rows. -#}
select
    null::text as ambito_id, null::text as indicatore_id, null::integer as anno, null::integer as versione,
    null::double as numeratore, null::double as denominatore, null::double as valore, null::text as stato_traguardo,
    null::date as rilevato_il, null::text as evidenza, null::boolean as corrente
where false
