{#- Social spending and users of the comuni as ISTAT surveys them, by area of users and service. An ambito of ISTAT (T03…) is
    one of ours only where territorio_istat declares it: districts with like names are other territories. -#}
with osservazioni as (
    select s.fonte_id, s.file, s.riga, s.ref_area, s.territorio, s.anno, m.misura, s.osservazione,
        s.dimensioni ->> 'CATEG_OF_BENEFICIARIES' as utenza_codice,
        s.dimensioni ->> 'Area di utenza' as utenza_nome,
        s.dimensioni ->> 'CATEGORY_OF_SERVICE' as servizio_codice,
        s.dimensioni ->> 'Servizio o intervento' as servizio_nome
    from {{ ref('stg_istat__sdmx') }} as s
    inner join {{ ref('misura_spesa_istat') }} as m on s.data_type = m.data_type
),

unite as (
    select fonte_id, ref_area, anno, utenza_codice, servizio_codice, any_value(territorio) as territorio,
        any_value(utenza_nome) as utenza_nome, any_value(servizio_nome) as servizio_nome, min(file) as file,
        min(riga) as riga,
        {%- for misura in ['spesa_eur', 'spesa_totale_eur', 'quota_utenti_eur', 'quota_ssn_eur', 'per_residente_eur'] %}
        any_value(osservazione) filter (misura = '{{ misura }}')::decimal(16, 2) as {{ misura }},
        {%- endfor %}
        any_value(osservazione) filter (misura = 'utenti')::bigint as utenti,
        any_value(osservazione) filter (misura = 'utenti_pct')::decimal(10, 4) as utenti_pct,
        any_value(osservazione) filter (misura = 'comuni_pct')::decimal(10, 4) as comuni_pct
    from osservazioni
    where utenza_codice is not null and servizio_codice is not null
    group by fonte_id, ref_area, anno, utenza_codice, servizio_codice
)

select
    coalesce(t.territorio_id, c.territorio_id) as territorio_id, u.ref_area, u.territorio as territorio_nome,
    u.anno::integer as anno, a.area_utenza, u.utenza_codice, u.utenza_nome, u.servizio_codice, u.servizio_nome,
    u.servizio_codice = 'ALL' as e_totale,
    u.spesa_eur, u.spesa_totale_eur, u.quota_utenti_eur, u.quota_ssn_eur, u.utenti, u.per_residente_eur, u.utenti_pct,
    (u.spesa_totale_eur / nullif(u.utenti, 0))::decimal(16, 2) as per_utente_eur,
    u.comuni_pct,
    if(coalesce(t.territorio_id, c.territorio_id) is null, 'territorio_non_dichiarato', null) as motivo_assenza,
    row_number() over (partition by u.ref_area, u.anno, u.utenza_codice, u.servizio_codice
        order by f.rilasciato_il desc, u.fonte_id) = 1 as corrente,
    u.fonte_id, u.file, u.riga
from unite as u
inner join {{ ref('dim_fonte') }} as f on u.fonte_id = f.fonte_id
left join {{ ref('territorio_istat') }} as t on u.ref_area = t.ref_area
left join {{ ref('int_comuni__uniti') }} as c on u.ref_area = c.codice_istat
left join {{ ref('area_utenza') }} as a on u.utenza_codice = a.istat_codice
