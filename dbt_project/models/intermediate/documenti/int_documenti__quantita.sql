{#- Quantities that documents print by territory, in one long shape: which series, which territory, which code.
    Read from the single cells, so that every quantity keeps the place where it stands. -#}
with celle as (
    select
        c.*,
        raw.leggi_decimale(c.valore_stampato, c.locale) as valore,
        s.base_popolazione, s.metodo_denominatore, s.colonna_territorio, s.disposizione, s.raccolta, s.ambito_id
    from {{ ref('stg_raw__celle') }} as c
    inner join {{ ref('serie_documento') }} as s on c.fonte_id = s.raccolta and c.tabella = s.tabella
),

-- Districts in columns, quantities in rows.
in_colonne as (
    select v.*, nome.valore_stampato as codice, v.colonna as nome_territorio
    from celle as v
    inner join celle as nome
        on v.file = nome.file and v.riga = nome.riga and nome.colonna = 'indicatore_codice'
    inner join {{ ref('territorio_alias') }} as a on v.colonna = a.nome_stampato
    where v.disposizione = 'colonne'
),

-- Territories in rows, quantities in columns.
in_righe as (
    select v.*, v.colonna as codice, nome.valore_stampato as nome_territorio
    from celle as v
    inner join celle as nome
        on v.file = nome.file and v.riga = nome.riga and nome.colonna = v.colonna_territorio
    where v.disposizione = 'righe' and v.origine = 'stampato' and v.tipo not in ('testo', 'riga_documento')
),

uniti as (
    select * from in_colonne
    union all by name
    select * from in_righe
),

-- A comune is looked for among those of the ambito that the document speaks of, then among the declared aliases.
nomi_comuni as (
    select 'com:' || lpad(codice_istat::text, 6, '0') as territorio_id, comune as nome, 'amb:' || ambito_id as ambito_id
    from {{ ref('ambito_comune') }}
)

select
    u.raccolta || '/' || u.tabella as fonte_id,
    u.raccolta,
    u.tabella,
    u.file,
    u.riga,
    u.colonna,
    u.riga_documento,
    coalesce(a.territorio_id, n.territorio_id) as territorio_id,
    u.nome_territorio,
    year(f.data_riferimento)::integer as anno,
    f.data_riferimento,
    u.base_popolazione,
    u.metodo_denominatore,
    u.codice,
    u.valore,
    u.valore_stampato,
    main.decimali_stampati(u.valore_stampato, u.locale) as decimali
from uniti as u
inner join {{ ref('stg_raw__file') }} as f on u.fonte_id = f.fonte_id and u.tabella = f.tabella
left join {{ ref('territorio_alias') }} as a on u.nome_territorio = a.nome_stampato
left join nomi_comuni as n on u.nome_territorio = n.nome and 'amb:' || u.ambito_id = n.ambito_id
