{#-
    Which table comes from which: the one declaration that qualita.provenienza, qualita.provenienza_regola, «leps spiega»,
    the pages and the functions provenienza_di_… are made from. In the conditions f is the row to explain, o the rows that it
    comes from. The key of a published table is the one that its test chiave_unica names; only the others say theirs.

    documenti: tables whose rows hold the place of a received row; celle says in which column of the received file each
        published column stands ($name: the column of the row that names it). Without celle the whole received row counts.
    tabelle: for each table its steps. origine: the table that it comes from; legame: which of its rows; quando: only where
        this holds; colonne: only these published columns; gruppo and etichetta: how the inputs are called; valore: what each
        adds; come: the transformation, in words. An origine without steps of its own is made of received cells.
        What thousands of cells make is told by its parts: chiusa names the inputs and opens them when somebody asks; albero
        is where the tree follows the step (provenienza_di, which lists cells, follows it anyway); celle: false is a step of
        the tree alone.
    senza: tables that hold no figures of their own, and why.
-#}
{% macro provenienza_regole() %}
{%- set testo %}
documenti:
  - {tabella: marts.spesa, celle: {importo_eur: $colonna}}
  - {tabella: marts.adi_nuclei, celle: {nuclei: nuclei, persone: persone, importo_medio_eur: importo_medio_eur}}
  - {tabella: marts.adi_affermazione, celle: {valore_stampato: valore}}
  - {tabella: marts.programmazione_esito}
  - {tabella: marts.programmazione_obiettivo}
  - {tabella: marts.programmazione_forma_gestione}
  - {tabella: marts.programmazione_premialita, celle: {importo_eur: valore}}
  - {tabella: marts.programmazione_riscontro}
  - {tabella: marts.debito_informativo}
  - {tabella: marts.leps_registro}
  - {tabella: marts.leps_fondo}

tabelle:
  - tabella: marts.dim_territorio
    passi:
      - origine: qualita.origine_comune
        legame: o.territorio_id in (select comune_id from qualita.origine_parte where territorio_id = f.territorio_id)
        quando: f.livello in ('comune', 'provincia', 'regione', 'italia')
        etichetta: o.nome
        come: Nome, codice e appartenenza vengono dagli elenchi dei comuni; provincia, regione e Italia sono i loro comuni.
      - origine: qualita.origine_dichiarata
        legame: o.elenco in ('ambito_comune', 'territorio_dichiarato') and o.soggetto = f.territorio_id
        etichetta: o.elenco || ', ' || o.soggetto || coalesce(' – ' || o.oggetto, '')
        come: Territorio dichiarato nel progetto, riga per riga.

  - tabella: marts.ponte_territorio
    passi:
      - origine: qualita.origine_comune
        legame: o.territorio_id in (select comune_id from qualita.origine_parte where territorio_id = f.territorio_id)
        quando: f.padre_livello in ('provincia', 'regione', 'italia')
        etichetta: o.nome
        come: L'elenco dei comuni dice in quale provincia e regione si trova ognuno.
      - origine: qualita.origine_dichiarata
        legame: >-
          o.elenco in ('ambito_comune', 'territorio_dichiarato') and o.soggetto in (f.territorio_id, f.padre_id)
          and (o.elenco = 'territorio_dichiarato' or o.oggetto = f.territorio_id or o.soggetto = f.territorio_id)
        etichetta: o.elenco || ', ' || o.soggetto || coalesce(' – ' || o.oggetto, '')
        come: Appartenenza dichiarata nel progetto.

  - tabella: marts.confine
    passi:
      - origine: qualita.origine_confine
        legame: o.territorio_id = f.territorio_id
        etichetta: "'poligono del codice ' || o.codice"
        come: Il poligono è quello ricevuto, o l'unione di quelli dei comuni che si sono fusi.

  - tabella: marts.dim_indicatore
    passi:
      - origine: qualita.origine_dichiarata
        legame: o.elenco = 'indicatori' and o.soggetto = f.indicatore_id
        etichetta: o.soggetto
        come: La definizione è scritta nel progetto, una volta sola.

  - tabella: marts.dim_fonte
    passi:
      - origine: qualita.origine_file
        legame: o.fonte_id = f.fonte_id
        etichetta: o.fonte_id
        come: Il file è quello ricevuto; la sua dichiarazione è il file fonte.yml della stessa cartella.

  - tabella: marts.comune_cambiato
    passi:
      - origine: qualita.origine_dichiarata
        legame: o.elenco = 'comune_variazione' and o.soggetto = f.codice_prima
        etichetta: o.soggetto || ' → ' || o.oggetto
        come: Variazione dichiarata nel progetto, con motivo e data.
      - origine: qualita.origine_comune
        legame: o.codice in (f.codice_prima, f.codice_dopo)
        etichetta: o.nome || ' (' || o.codice || ')'
        come: Codici e nomi degli elenchi dei comuni.

  - tabella: marts.popolazione
    passi:
      - origine: qualita.provenienza
        legame: o.tabella = 'marts.popolazione' and o.chiave = f.chiave
        quando: f.base_popolazione <> 'residenti_istat' or f.eta_min = 0 and f.eta_max is null
        etichetta: o.fonte_id
        come: Il valore è quello stampato nel documento.
      - origine: qualita.origine_popolazione
        legame: >-
          o.territorio_id = f.territorio_id and o.anno = f.anno and o.cittadinanza = f.cittadinanza and o.eta = f.eta_min
          and o.sesso = f.sesso and o.fonte_id = f.fonte_id
        quando: f.base_popolazione = 'residenti_istat'
        etichetta: "'codice ' || o.codice || ', età ' || o.eta || ', ' || if(o.sesso = 'M', 'maschi', 'femmine')"
        valore: o.residenti
        come: Il valore è quello ricevuto; un comune nato da una fusione somma i suoi codici di prima.

  - tabella: marts.popolazione_territorio
    chiave: [territorio_id, anno, sesso, cittadinanza, base_popolazione, fonte_id, eta_min, eta_max]
    passi:
      - origine: marts.popolazione
        legame: >-
          o.territorio_id in (select comune_id from qualita.origine_parte where territorio_id = f.territorio_id)
          and o.anno = f.anno and o.sesso = f.sesso and o.eta_min = f.eta_min and o.eta_max is not distinct from f.eta_max
          and o.cittadinanza = f.cittadinanza and o.base_popolazione = f.base_popolazione
          and (o.fonte_id = f.fonte_id or (o.corrente and f.territorio_id not like 'com:%'))
        albero: f.territorio_id <> 'ita' and not starts_with(f.territorio_id, 'reg:')
        etichetta: o.territorio_id
        valore: o.residenti
        come: Somma dei comuni del territorio.
      - origine: marts.popolazione_territorio
        chiusa: true
        legame: >-
          o.territorio_id in (select parte_id from qualita.origine_zona where territorio_id = f.territorio_id)
          and o.anno = f.anno and o.sesso = f.sesso and o.eta_min = f.eta_min and o.eta_max is not distinct from f.eta_max
          and o.cittadinanza = f.cittadinanza and o.base_popolazione = f.base_popolazione and o.fonte_id = f.fonte_id
        quando: &grande f.territorio_id = 'ita' or starts_with(f.territorio_id, 'reg:')
        etichetta: &nome_della_parte (select nome from marts.dim_territorio where territorio_id = o.territorio_id)
        valore: o.residenti
        come: &per_parti Somma dei comuni, detta per regione o per provincia; ogni parte si apre a sua volta.
      - &file_delle_celle
        origine: qualita.origine_file
        celle: false
        legame: o.fonte_id = f.fonte_id
        quando: *grande
        etichetta: o.fonte_id || ', ' || main.numero_it(o.righe) || ' righe'
        come: Il file in cui stanno le celle di tutti i comuni.

  - tabella: marts.indicatore_valore
    passi:
      - origine: qualita.provenienza
        legame: o.tabella = 'marts.indicatore_valore' and o.chiave = f.chiave
        quando: f.file is not null
        gruppo: o.colonna
        etichetta: o.fonte_id
        come: Il documento stampa il valore, o le quantità da cui si ricalcola.
      - origine: qualita.origine_residenti
        legame: >-
          o.territorio_id in (select comune_id from qualita.origine_parte where territorio_id = f.territorio_id)
          and o.indicatore_id = f.indicatore_id and o.anno = f.anno
          and o.anno_popolazione in (select f.anno + anni from qualita.origine_momento where indicatore_id = f.indicatore_id)
        quando: f.file is null and f.base_popolazione = 'residenti_istat'
        albero: &piccolo f.territorio_id <> 'ita' and not starts_with(f.territorio_id, 'reg:')
        gruppo: o.ruolo || ', ' || o.frase
        etichetta: o.nome || if(o.anno_popolazione = f.anno, '', ', ' || o.anno_popolazione)
        valore: o.valore
        come: >-
          Prima si sommano i residenti dei comuni, poi si calcola il rapporto: il valore di un territorio è un rapporto fra
          somme, mai una media di rapporti.
      - origine: marts.bilancio_demografico
        legame: >-
          o.voce in (select voce from qualita.origine_addendo where indicatore_id = f.indicatore_id)
          and o.territorio_id = f.territorio_id and o.anno = f.anno and o.sesso = 'T' and o.corrente
        quando: f.file is null and f.base_popolazione = 'residenti_istat'
        gruppo: "'bilancio demografico'"
        etichetta: replace(o.voce, '_', ' ')
        valore: o.persone
        come: Eventi e popolazioni del bilancio demografico dello stesso anno; la popolazione media è quella dei suoi due estremi.
      - origine: qualita.origine_osservazione
        legame: >-
          o.territorio_id in (select comune_id from qualita.origine_parte where territorio_id = f.territorio_id)
          and o.indicatore_id = f.indicatore_id and o.anno = f.anno and o.serie = f.serie
          and o.base_popolazione = f.base_popolazione
        quando: f.serie <> 'istat_residenti_1_gennaio'
        albero: *piccolo
        etichetta: o.nome
        valore: o.valore
        come: Il totale è quello pubblicato per ogni comune; un territorio è la somma dei suoi comuni.
      - origine: marts.indicatore_valore
        chiusa: true
        legame: &parti_dell_indicatore >-
          o.territorio_id in (select parte_id from qualita.origine_zona where territorio_id = f.territorio_id)
          and o.indicatore_id = f.indicatore_id and o.anno = f.anno and o.base_popolazione = f.base_popolazione
          and o.metodo_denominatore = f.metodo_denominatore and o.serie = f.serie and o.corrente
        quando: f.file is null and (f.territorio_id = 'ita' or starts_with(f.territorio_id, 'reg:'))
        gruppo: "'numeratore'"
        etichetta: *nome_della_parte
        valore: o.numeratore
        come: *per_parti
      - origine: marts.indicatore_valore
        chiusa: true
        legame: *parti_dell_indicatore
        quando: f.file is null and f.denominatore is not null and (f.territorio_id = 'ita' or starts_with(f.territorio_id, 'reg:'))
        gruppo: "'denominatore'"
        etichetta: *nome_della_parte
        valore: o.denominatore
        come: *per_parti
      - origine: qualita.origine_file
        celle: false
        legame: o.fonte_id = f.fonte_id
        quando: f.file is null and (f.territorio_id = 'ita' or starts_with(f.territorio_id, 'reg:'))
        etichetta: o.fonte_id || ', ' || main.numero_it(o.righe) || ' righe'
        come: Il file in cui stanno le celle di tutti i comuni.
      - origine: marts.indicatore_valore
        legame: >-
          o.territorio_id = f.territorio_id and o.indicatore_id = f.indicatore_id and o.anno = f.anno - 1
          and o.base_popolazione = f.base_popolazione and o.metodo_denominatore = f.metodo_denominatore and o.serie = f.serie
        quando: f.valore_anno_precedente is not null
        colonne: [valore_anno_precedente, variazione_pct, esito_variazione]
        gruppo: "'anno precedente'"
        etichetta: "'anno ' || o.anno"
        valore: o.valore
        come: La variazione confronta il valore con quello dell'anno precedente, nella stessa serie.

  - tabella: marts.indicatore_confronto
    chiave: [territorio_id, riferimento_id, indicatore_id, anno, base_popolazione, metodo_denominatore, fonte_id]
    passi:
      - origine: marts.indicatore_valore
        legame: >-
          o.territorio_id in (f.territorio_id, f.riferimento_id) and o.indicatore_id = f.indicatore_id and o.anno = f.anno
          and o.base_popolazione = f.base_popolazione and o.metodo_denominatore = f.metodo_denominatore and o.corrente
        gruppo: if(o.territorio_id = f.territorio_id, 'valore', 'riferimento')
        etichetta: o.territorio_id
        valore: o.valore
        come: L'intervallo del valore è messo a confronto con il valore del riferimento.

  - tabella: marts.indicatore_tendenza
    passi:
      - origine: marts.indicatore_valore
        chiusa: true
        legame: >-
          o.territorio_id = f.territorio_id and o.indicatore_id = f.indicatore_id and o.base_popolazione = f.base_popolazione
          and o.metodo_denominatore = f.metodo_denominatore and o.serie = f.serie and o.anno between f.dal and f.al and o.corrente
        etichetta: "'anno ' || o.anno"
        valore: o.valore
        come: Regressione pesata sui valori annui, con il peso dei loro intervalli.

  - tabella: marts.territorio_profilo
    passi:
      - origine: marts.indicatore_valore
        legame: >-
          o.territorio_id = f.territorio_id and o.indicatore_id = f.indicatore_id and o.anno = f.anno and o.corrente
          and o.base_popolazione = 'residenti_istat'
        etichetta: o.indicatore_id
        valore: o.valore
        come: Il punteggio è la distanza dalla media dei territori dello stesso livello, in scarti quadratici medi.

  - tabella: marts.territorio_distanza
    chiave: [territorio_id, simile_id, anno]
    passi:
      - origine: marts.territorio_profilo
        chiusa: true
        legame: o.territorio_id in (f.territorio_id, f.simile_id) and o.anno = f.anno
        gruppo: o.territorio_id
        etichetta: o.indicatore_id
        valore: o.punteggio
        come: La distanza è la radice della somma pesata delle differenze dei punteggi al quadrato.

  - tabella: marts.bilancio_demografico
    passi:
      - origine: qualita.origine_bilancio
        legame: >-
          o.territorio_id in (select comune_id from qualita.origine_parte where territorio_id = f.territorio_id)
          and o.anno = f.anno and o.voce = f.voce and o.sesso = f.sesso
          and (o.fonte_id = f.fonte_id or (o.corrente and f.territorio_id not like 'com:%'))
        albero: *piccolo
        etichetta: o.nome || coalesce(', mese ' || o.mese, '')
        valore: o.persone
        come: Somma dei comuni, e dei mesi dove la consegna è mensile.
      - origine: marts.bilancio_demografico
        chiusa: true
        legame: >-
          o.territorio_id in (select parte_id from qualita.origine_zona where territorio_id = f.territorio_id)
          and o.anno = f.anno and o.voce = f.voce and o.sesso = f.sesso and o.fonte_id = f.fonte_id
        quando: *grande
        etichetta: *nome_della_parte
        valore: o.persone
        come: *per_parti
      - *file_delle_celle

  - tabella: marts.cittadinanza
    passi:
      - origine: qualita.origine_cittadinanza
        legame: >-
          o.territorio_id in (select comune_id from qualita.origine_parte where territorio_id = f.territorio_id)
          and o.anno = f.anno and o.cittadinanza_codice = f.cittadinanza_codice and o.fonte_id = f.fonte_id
          and (f.sesso = 'T' or o.sesso = f.sesso)
        albero: *piccolo
        etichetta: o.nome || ', ' || if(o.sesso = 'M', 'maschi', 'femmine')
        valore: o.residenti
        come: Somma dei comuni; il totale è maschi più femmine.
      - origine: marts.cittadinanza
        chiusa: true
        legame: >-
          o.territorio_id in (select parte_id from qualita.origine_zona where territorio_id = f.territorio_id)
          and o.anno = f.anno and o.cittadinanza_codice = f.cittadinanza_codice and o.sesso = f.sesso
          and o.fonte_id = f.fonte_id
        quando: *grande
        etichetta: *nome_della_parte
        valore: o.residenti
        come: *per_parti
      - *file_delle_celle

  - tabella: marts.confronto_fonti
    passi:
      - origine: marts.indicatore_valore
        legame: >-
          o.territorio_id = f.territorio_id and o.indicatore_id = f.quantita
          and ((o.fonte_id = f.fonte_a and o.anno = f.anno) or (o.fonte_id = f.fonte_b and o.anno = year(f.data_b)))
        gruppo: if(o.fonte_id = f.fonte_a, 'prima fonte', 'seconda fonte')
        etichetta: o.fonte_id
        valore: o.valore
        come: La stessa quantità in due fonti.

  - tabella: marts.assistenti_sociali
    passi:
      - origine: qualita.origine_residenti
        legame: >-
          o.territorio_id in (select comune_id from qualita.origine_parte where territorio_id = f.ambito_id)
          and o.indicatore_id = 'residenti' and o.anno = f.anno and o.anno_popolazione = f.anno
        gruppo: "'popolazione'"
        etichetta: o.nome
        valore: o.valore
        come: I residenti dell'ambito sono la somma dei suoi comuni.
      - origine: qualita.origine_dichiarata
        legame: o.elenco = 'assistenti_sociali_regole' and f.ambito_id is not null
        etichetta: o.soggetto
        come: Soglie e contributi sono quelli della norma.

  - tabella: marts.leps_indicatore
    passi:
      - origine: qualita.origine_dichiarata
        legame: o.elenco = 'leps_indicatore_definizione' and o.soggetto = f.indicatore_id
        etichetta: o.soggetto
        come: Definizione scritta nel progetto dal testo del piano.
      - origine: qualita.provenienza
        legame: o.tabella = 'marts.leps_indicatore' and o.chiave = f.chiave
        etichetta: o.colonna_file
        come: La riga del piano da cui viene la definizione.

  - tabella: marts.leps_obiettivo
    passi:
      - origine: qualita.provenienza
        legame: o.tabella = 'marts.leps_obiettivo' and o.chiave = f.chiave
        etichetta: o.colonna_file
        come: L'obiettivo è quello stampato nel piano.
      - origine: qualita.origine_dichiarata
        legame: >-
          o.elenco = 'leps_obiettivo_dichiarato' and o.soggetto = f.indicatore_id and o.oggetto = f.anno::text
          and o.raccolta = f.piano
        etichetta: o.soggetto || ' ' || o.oggetto
        come: Regola e soglia sono dichiarate nel progetto dal testo del piano.

  - tabella: marts.leps_rilevazione
    passi:
      - origine: qualita.origine_rilevazione
        legame: o.fonte_id = f.fonte_id and o.file = f.file and o.riga = f.riga
        etichetta: o.colonna_file
        come: La rilevazione è quella che l'ufficio ha compilato.

  - tabella: marts.leps_consegna
    passi:
      - origine: marts.leps_rilevazione
        legame: o.fonte_id = f.fonte_id and o.ambito_id = f.ambito_id
        etichetta: o.indicatore_id || ' ' || o.anno
        valore: o.valore
        come: Le righe della consegna che si possono usare.
      - origine: qualita.origine_file
        legame: o.fonte_id = f.fonte_id
        etichetta: o.fonte_id
        come: Il file ricevuto.

  - tabella: marts.leps_esito
    passi:
      - origine: marts.leps_rilevazione
        legame: >-
          o.ambito_id = f.ambito_id and o.indicatore_id = f.indicatore_id and o.anno in (f.anno, f.anno - 1) and o.corrente
        gruppo: if(o.anno = f.anno, 'rilevazione dell''anno', 'anno precedente, con cui la regola confronta')
        etichetta: o.indicatore_id || ' ' || o.anno || ', versione ' || o.versione
        valore: o.valore
        come: Il valore giudicato è quello corrente il giorno del giudizio.
      - origine: marts.leps_obiettivo
        legame: o.piano = f.piano and o.indicatore_id = f.indicatore_id and o.anno = f.anno
        gruppo: "'obiettivo'"
        etichetta: o.testo
        come: L'obiettivo che il piano dell'ambito chiede per l'anno.

  - tabella: marts.spesa
    passi:
      - origine: qualita.provenienza
        legame: o.tabella = 'marts.spesa' and o.chiave = f.chiave
        etichetta: o.colonna_file
        come: L'importo è quello stampato nel documento.
      - origine: qualita.origine_dichiarata
        legame: >-
          o.elenco = 'correzione_fondo' and o.raccolta = f.fonte_id and o.soggetto = split_part(f.servizio, ' ', 1)
          and o.oggetto = f.colonna
        quando: f.corretta
        etichetta: o.soggetto || ', colonna ' || o.oggetto
        come: Il fondo è stato spostato da una correzione dichiarata; l'importo non cambia.
      - origine: qualita.origine_dichiarata
        legame: o.elenco = 'correzione_colonna' and o.raccolta = f.fonte_id and o.soggetto = f.colonna
        quando: f.corretta
        etichetta: o.soggetto || ' → ' || o.oggetto
        come: L'intestazione ha perso una colonna; una correzione dichiarata dice quale, l'importo non cambia.
      - origine: qualita.origine_file
        legame: o.fonte_id = f.fonte_id
        quando: f.riga_documento is null
        etichetta: o.fonte_id
        come: L'importo è quello della riga del file ricevuto.

  - tabella: marts.dim_fondo
    passi:
      - origine: qualita.origine_dichiarata
        legame: o.elenco = 'fondo' and o.soggetto = f.fondo
        etichetta: o.soggetto
        come: Il dizionario dei fondi è scritto nel progetto.

  - tabella: marts.spesa_matrice
    passi:
      - origine: marts.spesa
        legame: >-
          o.ente_id = f.ente_id and o.anno = f.anno and o.stato_spesa = f.stato_spesa and o.verso = f.verso and o.corrente
          and (f.area is null or o.area = f.area) and (f.fondo is null or f.fondo
            = if(f.versione = 'corretta', o.fondo, coalesce(o.fondo_intestazione, 'fuori_colonna')))
        etichetta: o.servizio
        valore: o.importo_eur
        come: Somma delle righe che si possono sommare, sotto il fondo corretto o quello dell'intestazione.

  - tabella: marts.spesa_serie
    passi:
      - origine: marts.spesa
        legame: >-
          o.ente_id = f.ente_id and o.anno = f.anno and o.stato_spesa = f.stato_spesa and o.verso = f.verso and o.corrente
          and o.sommabile and (f.genere = 'totale' or f.genere = 'area' and o.area_utenza = f.codice
            or f.genere = 'fondo' and o.fondo = f.codice)
        etichetta: o.servizio
        valore: o.importo_eur
        come: Somma delle righe dell'anno; gli euro reali la moltiplicano per i prezzi, il valore per residente la divide.

  - tabella: marts.spesa_stati
    passi:
      - origine: marts.spesa_matrice
        legame: >-
          o.ente_id = f.ente_id and o.anno = f.anno and o.fondo is not distinct from f.fondo and o.verso = 'spesa'
          and o.versione = 'corretta' and o.livello = if(f.fondo is null, 'totale', 'fondo')
          and o.stato_spesa in ('stanziato', 'impegnato', 'liquidato')
        etichetta: o.stato_spesa
        valore: o.importo_eur
        come: Somme del fondo nei tre stati; le quote si fanno sullo stanziato.

  - tabella: marts.spesa_consolidata
    passi:
      - origine: marts.spesa
        legame: >-
          o.ambito_id = f.ambito_id and o.anno = f.anno and o.stato_spesa = f.stato_spesa and o.verso = 'spesa' and o.corrente
          and o.sommabile and o.fondo = f.fondo and coalesce(o.area_utenza, 'non_riconosciuta') = f.area_utenza
        gruppo: if(o.trasferimento_a is null, 'spesa', 'trasferimenti')
        etichetta: o.ente_id || ', ' || o.servizio
        valore: o.importo_eur
        come: Spesa di tutti gli enti dell'ambito, meno ciò che uno trasferisce a un altro.

  - tabella: marts.programmazione_filo
    passi:
      - origine: qualita.origine_dichiarata
        legame: o.elenco = 'programmazione_filo_dichiarato' and o.soggetto = f.filo_id
        etichetta: o.soggetto
        come: Il filo è dichiarato nel progetto, con la riga di ogni passo e il motivo.
      - origine: marts.spesa
        legame: o.obiettivo_id = f.obiettivo_id and o.verso = 'spesa' and starts_with(o.fonte_id, f.raccolta || '/')
        colonne: [spesa_eur, spesa_leps_eur, capitoli, fondi]
        etichetta: o.capitolo_nome
        valore: o.importo_eur
        come: I capitoli di spesa dell'obiettivo.

  - tabella: marts.spesa_leps
    passi:
      - origine: marts.spesa
        legame: o.ente_id = f.ente_id and o.fonte_id = f.fonte_id and o.riga = f.riga and o.colonna = f.colonna
        etichetta: o.servizio
        valore: o.importo_eur
        come: L'importo della riga di bilancio, per il peso dichiarato.
      - origine: qualita.origine_dichiarata
        legame: o.elenco = 'spesa_leps_dichiarato' and o.raccolta = f.fonte_id and o.soggetto = f.riga::text
        etichetta: o.oggetto
        come: Il legame fra la riga e il LEPS è dichiarato nel progetto, con il suo motivo.

  - tabella: marts.adi_nuclei
    passi:
      - origine: qualita.provenienza
        legame: o.tabella = 'marts.adi_nuclei' and o.chiave = f.chiave
        gruppo: o.colonna
        etichetta: o.fonte_id
        come: La cifra è quella della fonte.
      - origine: qualita.origine_adi
        legame: >-
          o.territorio_id = f.territorio_id and o.periodo_dal = f.periodo_dal and o.mese = f.mese and o.misura = f.misura
          and o.conteggio = f.conteggio and o.dimensione = f.dimensione and o.modalita = f.modalita and o.fonte_id = f.fonte_id
        quando: f.file is not null and f.origine <> 'stampa'
        gruppo: o.colonna_file
        etichetta: o.fonte_id
        come: La cifra è quella della tavola ricevuta.
      - origine: qualita.origine_adi
        legame: >-
          o.territorio_id in (select comune_id from qualita.origine_parte where territorio_id = f.territorio_id)
          and o.periodo_dal = f.periodo_dal and o.mese = f.mese and o.misura = f.misura and o.conteggio = f.conteggio
          and o.dimensione = f.dimensione and o.modalita = f.modalita and o.fonte_id = f.fonte_id
        quando: f.origine = 'somma_dei_comuni'
        gruppo: o.colonna_file
        etichetta: o.territorio_id
        come: Somma dei comuni dell'ambito; l'importo medio è pesato con i nuclei.
      - origine: marts.adi_nuclei
        legame: >-
          o.territorio_id = f.territorio_id and o.mese = f.mese_precedente and o.misura = f.misura_precedente
          and o.conteggio = f.conteggio and o.dimensione = f.dimensione and o.modalita = f.modalita and o.corrente
        quando: f.mese_precedente is not null
        colonne: [variazione_nuclei_pct, variazione_persone_pct, variazione_importo_pct, nuclei_precedenti, persone_precedenti, importo_precedente_eur]
        gruppo: "'stesso mese dell''anno prima'"
        etichetta: o.misura || ' ' || strftime(o.mese, '%m/%Y')
        valore: o.nuclei
        come: La variazione è rispetto allo stesso mese dell'anno prima.

  - tabella: marts.adi_tasso
    passi:
      - origine: marts.adi_nuclei
        legame: >-
          o.territorio_id = f.territorio_id and o.periodo_dal = f.periodo_dal and o.mese = f.mese and o.misura = f.misura
          and o.conteggio = f.conteggio and o.dimensione = 'totale' and o.fonte_id = f.fonte_id
        gruppo: "'numeratore'"
        etichetta: o.misura || ' ' || strftime(o.mese, '%m/%Y')
        valore: "if(f.quantita = 'nuclei', o.nuclei, o.persone)"
        come: I nuclei o le persone del mese, ogni 1.000 residenti.
      - origine: marts.indicatore_valore
        legame: >-
          o.territorio_id = f.territorio_id and o.indicatore_id = 'residenti' and o.anno = f.anno_popolazione
          and o.base_popolazione = 'residenti_istat' and o.corrente
        gruppo: "'denominatore, residenti'"
        etichetta: "'residenti ' || o.anno"
        valore: o.valore
        come: I residenti ISTAT al 1° gennaio dell'anno del mese, o dell'ultimo ricevuto.

  - tabella: marts.adi_revisione
    passi:
      - origine: marts.adi_nuclei
        legame: >-
          o.territorio_id = f.territorio_id and o.periodo_dal = f.periodo_dal and o.mese = f.mese and o.misura = f.misura
          and o.conteggio = f.conteggio and o.dimensione = f.dimensione and o.modalita = f.modalita
          and o.fonte_id in (f.fonte_id, f.fonte_id_prima)
        etichetta: o.fonte_id
        valore: "case f.quantita when 'nuclei' then o.nuclei when 'persone' then o.persone else o.importo_medio_eur end"
        come: Le uscite che danno lo stesso fatto, messe a confronto.

  - tabella: marts.adi_annotazione
    passi:
      - origine: qualita.origine_dichiarata
        legame: o.elenco = 'adi_annotazione_dichiarata' and o.soggetto = f.annotazione_id
        etichetta: o.soggetto
        come: Annotazione scritta nel progetto, con la sua fonte.

  - tabella: marts.adi_lettura
    passi: &casi
      - origine: qualita.origine_file
        legame: o.fonte_id = f.fonte_id
        etichetta: o.fonte_id
        come: Conteggi di casi protetti; i casi non si conservano, resta il file di cui si conosce l'impronta.

  - tabella: marts.adi_orologio
    passi: *casi

  - tabella: marts.adi_regola
    passi:
      - origine: qualita.origine_dichiarata
        legame: o.elenco in ('adi_regole', 'adi_esonero') and o.soggetto in (f.regola, f.parametro)
        etichetta: o.elenco || ', ' || o.soggetto || ' ' || o.oggetto
        come: La regola è dichiarata nel progetto, con norma e motivo.

  - tabella: marts.assistenti_sociali_in_servizio
    passi:
      - origine: qualita.origine_file
        legame: o.fonte_id = f.fonte_id and o.file = f.file
        etichetta: o.fonte_id
        come: Somma dei tempi pieni delle righe utili del file, secondo profilo e contratto.

  - tabella: qualita.controllo
    chiave: [controllo_id, fonte_id, riga, colonna, territorio_id, anno, indicatore_id]
    passi:
      - origine: qualita.origine_cella
        legame: o.fonte_id = f.fonte_id and o.riga = f.riga and (f.colonna is null or o.colonna_file = f.colonna)
        quando: f.riga is not null
        etichetta: o.colonna_file
        come: La cella che il controllo giudica.
      - origine: qualita.origine_file
        legame: o.fonte_id = f.fonte_id
        quando: f.riga is null
        etichetta: o.fonte_id
        come: Il controllo giudica il file intero, o valori che ne sono calcolati.

  - tabella: qualita.spiegazione
    passi:
      - origine: qualita.origine_cella
        legame: >-
          o.file = f.file and list_contains(list_transform(f.celle, lambda c: c.riga || ' ' || c.colonna), o.riga || ' ' || o.colonna_file)
        etichetta: "'riga ' || o.riga || ', ' || o.etichetta"
        come: Le celle su cui si è fatto il conto.

  - tabella: qualita.stato_fonte
    chiave: [serie]
    passi:
      - origine: qualita.origine_file
        legame: o.fonte_id = f.fonte_id
        etichetta: o.fonte_id
        come: L'ultimo file ricevuto; quando ne è atteso un altro è scritto nel progetto, con il motivo.

  - tabella: qualita.scarto_riga
    passi:
      - origine: qualita.origine_file
        legame: o.fonte_id = f.fonte_id
        etichetta: o.fonte_id
        come: La riga scartata è conservata come è arrivata.

  - tabella: marts.programmazione_riscontro
    passi:
      - origine: qualita.provenienza
        legame: o.tabella = 'marts.programmazione_riscontro' and o.chiave = f.chiave
        quando: f.riga is not null
        gruppo: o.colonna
        etichetta: o.colonna_file
        come: La riga è quella stampata nel documento.
      - origine: qualita.origine_cella
        legame: o.file = f.file and o.riga in (select riga from marts.programmazione_riscontro where livello_riga = 'area')
        quando: f.riga is null
        etichetta: "'riga ' || o.riga || ', ' || o.etichetta"
        come: Somma delle righe delle aree.

  - tabella: qualita.eccezione
    passi:
      - origine: qualita.origine_dichiarata
        legame: o.elenco = 'eccezioni' and o.soggetto = f.controllo_id
        etichetta: o.soggetto
        come: L'eccezione è scritta nel progetto, con motivo, responsabile e scadenza.

senza:
  qualita.aspettativa: esiti di prove sulle tabelle, non cifre
  qualita.controllo_cambiato: confronta due pubblicazioni, di cui ognuna spiega i suoi controlli
  qualita.controllo_cambiato: confronta i controlli di due pubblicazioni, non cifre
  qualita.costruzione: dice quando è stata fatta la pubblicazione
  qualita.provenienza: dice essa stessa da dove vengono le altre
  qualita.provenienza_regola: dice essa stessa da dove vengono le altre
{% endset -%}
{{ return(fromyaml(testo)) }}
{% endmacro %}
