"""From received tables of INPS to the published figures: labels, places, releases, rates, what cannot be used."""

from __future__ import annotations

from math import sqrt

import pytest

from tests.dbt.catena_adi_pubblicati import chain, deliver, released, sheet
from tests.ingest import tavole

RDC = (
    "codice_istat;comune;anno;mese;nuclei;persone\n"
    "E333;iseo;2023;12;120;260\nm188;zone;2023;12;{zone}\na794;bergamo;2023;12;2500;5000\n"
)


def wilson(x, n, z=1.959963984540054):
    """Rate per 1,000 with its score interval, straight from the formula."""
    centre, half = x + z * z / 2, z * sqrt(x * (n - x) / n + z * z / 4)
    return 1000 * x / n, 1000 * (centre - half) / (n + z * z), 1000 * (centre + half) / (n + z * z)


def byar(x, n, z=1.959963984540054):
    """Rate per 1,000 with Byar's limits, straight from the formula."""
    low = x * (1 - 1 / (9 * x) - z / (3 * sqrt(x))) ** 3
    high = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * sqrt(x + 1))) ** 3
    return 1000 * x / n, 1000 * low / n, 1000 * high / n


def rows(con, query, *parameters):
    return con.execute(query, list(parameters)).fetchall()


@pytest.fixture
def raw(tmp_path):
    folder = tmp_path / "raw"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def appendix(tmp_path_factory):
    """The whole made appendix, one release."""
    raw = tmp_path_factory.mktemp("appendice") / "raw"
    raw.mkdir()
    deliver(raw, "inps_osservatorio", "appendice_adi.xlsx", tavole.appendix())
    con = chain(raw)
    yield con
    con.close()


@pytest.fixture(scope="module")
def releases(tmp_path_factory):
    """Two releases of one month, the later with the name that comes first."""
    raw = tmp_path_factory.mktemp("uscite") / "raw"
    raw.mkdir()
    deliver(raw, "inps_osservatorio", "adi_b.xlsx", released(4000, "15 luglio 2025"))
    deliver(raw, "inps_osservatorio", "adi_a.xlsx", released(4300, "31 gennaio 2026"))
    con = chain(raw)
    yield con
    con.close()


class TestLabels:
    def test_of_columns_tell_the_month_and_names_the_place(self, appendix):
        found = rows(
            appendix,
            "select territorio_id, mese::text, nuclei, persone, importo_medio_eur::double from int_adi__pubblicati "
            "where origine = 'inps_tavole' and dimensione = 'totale' and misura = 'adi' and persone is not null "
            "and mese = '2024-12-01' and periodo_dal = mese order by 1",
        )
        assert found == [
            ("ita", "2024-12-01", 7038, 13443, 559.0),
            ("prov:016", "2024-12-01", 3100, 6150, 551.0),
            ("prov:017", "2024-12-01", 3938, 7293, 565.25),
            ("reg:03", "2024-12-01", 7038, 13443, 559.0),
        ]

    def test_of_the_title_tell_a_whole_year_counted_once(self, appendix):
        found = rows(
            appendix,
            "select distinct conteggio, periodo_dal::text, mese::text from int_adi__pubblicati "
            "where dimensione = 'minori' and origine = 'inps_tavole'",
        )
        assert found == [("almeno_un_pagamento_nel_periodo", "2024-01-01", "2024-12-01")]

    def test_of_categories_tell_dimension_and_value(self, appendix):
        found = rows(
            appendix,
            "select dimensione, modalita, nuclei from int_adi__pubblicati "
            "where origine = 'inps_tavole' and dimensione <> 'totale' order by riga",
        )
        assert found == [
            ("componenti", "1", 4000),
            ("componenti", "2", 2000),
            ("componenti", "3_piu", 1038),
            ("minori", "con", 20000),
            ("disabilita", "con", 18000),
            ("over60", "con", 25000),
            ("carichi_cura", "con", 9000),
        ]

    def test_tell_the_supporto_from_the_assegno(self, appendix):
        found = rows(appendix, "select misura, persone from int_adi__pubblicati where persone = 2500")
        assert found == [("sfl", 2500)]

    def test_overlapping_dimensions_are_marked_and_the_others_not(self, appendix):
        found = rows(appendix, "select distinct dimensione, si_sovrappone from adi_nuclei order by all")
        assert dict(found) == {
            "carichi_cura": True,
            "componenti": False,
            "disabilita": True,
            "minori": True,
            "over60": True,
            "svantaggio": True,
            "totale": False,
        }

    @pytest.mark.parametrize(
        ("printed", "first", "last"),
        [
            ("Dicembre 2024", "2024-12-01", "2024-12-01"),
            ("dic-24", None, None),
            ("2024-12", "2024-12-01", "2024-12-01"),
            ("gennaio - giugno 2025", "2025-01-01", "2025-06-01"),
            ("gennaio 2024 - dicembre 2025", "2024-01-01", "2025-12-01"),
            ("primo semestre 2025", "2025-01-01", "2025-06-01"),
            ("Anno 2025", "2025-01-01", "2025-12-01"),
        ],
    )
    def test_of_a_period_are_read_in_every_form(self, raw, printed, first, last):
        head = ["Regione", "Mese", "Numero nuclei"]
        deliver(raw, "inps", "adi.xlsx", sheet("ADI, nuclei con almeno una mensilità", head, ["Lombardia", printed, 7]))
        found = rows(chain(raw), "select periodo_dal::text, mese::text from int_adi__tavole")
        assert found == [(first, last)]

    @pytest.mark.parametrize(
        ("region", "province", "territory"),
        [
            ("Lombardia", "", "reg:03"),
            ("Totale Lombardia", "", "reg:03"),
            ("EMILIA ROMAGNA", "", "reg:08"),
            ("Emilia-Romagna", "Reggio Emilia", "prov:035"),
            ("Lombardia", "Provincia di Brescia", "prov:017"),
            ("ITALIA", "", "ita"),
            ("Totale", "", "ita"),
            ("Brescia", "", "prov:017"),
        ],
    )
    def test_of_places_are_matched_however_they_are_written(self, raw, region, province, territory):
        head = ["Regione", "Provincia", "Numero nuclei"]
        row = [region, province or None, 7]
        deliver(raw, "inps", "adi.xlsx", sheet("ADI, nuclei pagati nel mese di maggio 2024", head, row))
        assert rows(chain(raw), "select territorio_id, problema from int_adi__tavole") == [(territory, None)]


class TestReleases:
    def test_are_all_kept_and_the_latest_is_current(self, releases):
        found = rows(
            releases,
            "select rilasciato_il::text, nuclei, corrente from adi_nuclei where origine = 'inps_tavole' order by 1",
        )
        assert found == [("2025-07-15", 4000, False), ("2026-01-31", 4300, True)]

    def test_of_inps_come_before_what_the_press_reported_later(self, releases):
        query = (
            "select origine, corrente from adi_nuclei where territorio_id = 'prov:017' and mese = '2024-12-01' "
            "and misura = 'adi' and not corrente and origine = 'stampa'"
        )
        assert rows(releases, query) == [("stampa", False)]

    def test_that_change_more_than_the_bound_are_a_check(self, releases):
        found = rows(releases, "select quantita, scarto, esito from int_adi__revisioni order by 1")
        assert found == [("nuclei", 300, "fuori"), ("persone", 600, "fuori")]
        ((message,),) = rows(
            releases, "select messaggio from int_controlli__adi where controllo_id = 'adi_revisione_nuclei'"
        )
        assert message == (
            "Provincia di Brescia, 12/2024: da 4.000 (15/07/2025) a 4.300 (31/01/2026), +7,5 %, oltre il 5 % atteso."
        )

    def test_that_change_less_are_counted_as_held(self, raw):
        deliver(raw, "inps", "uno.xlsx", released(4000, "15 luglio 2025"))
        deliver(raw, "inps", "due.xlsx", released(4100, "31 gennaio 2026"))
        found = rows(
            chain(raw), "select esito, messaggio from int_controlli__adi where controllo_id like '%revisione_n%'"
        )
        assert found == [("superato", "1 revisione entro il limite dichiarato.")]

    def test_the_year_before_is_that_of_the_current_release(self, raw):
        head = ["Provincia", "Anno", "Mese", "Numero nuclei"]
        later = ["Brescia", 2025, "dicembre", 4500]
        deliver(raw, "inps", "uno.xlsx", released(4000, "15 luglio 2025"))
        deliver(raw, "inps", "due.xlsx", sheet("ADI. Nuclei pagati nel mese", head, ["Brescia", 2024, "dicembre", 4100],
                                               later, ["Dati aggiornati al 31 gennaio 2026"]))  # fmt: skip
        query = "select nuclei_precedenti from adi_nuclei where nuclei = 4500"
        assert rows(chain(raw), query) == [(4100,)]


class TestRdcByComune:
    def test_finds_comuni_by_the_code_of_the_land_register_in_any_case(self, raw):
        deliver(raw, "inps_rdc", "rdc.csv", RDC.format(zone="9;15"))
        found = rows(
            chain(raw), "select territorio_id, nuclei from int_adi__pubblicati where origine = 'inps_comuni' order by 1"
        )
        assert found == [("com:016024", 2500), ("com:017085", 120), ("com:017205", 9)]

    def test_sums_an_ambito_when_all_its_comuni_are_there(self, raw):
        deliver(raw, "inps_rdc", "rdc.csv", RDC.format(zone="9;15"))
        query = (
            "select territorio_id, nuclei, persone, conteggio from int_adi__pubblicati "
            "where origine = 'somma_dei_comuni'"
        )
        assert rows(chain(raw), query) == [("amb:prova", 129, 275, "in_pagamento_nel_mese")]

    def test_hides_the_sum_where_a_comune_is_hidden(self, raw):
        deliver(raw, "inps_rdc", "rdc.csv", RDC.format(zone="*;*"))
        query = (
            "select territorio_id, nuclei, stato_cella from int_adi__pubblicati "
            "where territorio_id in ('com:017205', 'amb:prova') order by 1"
        )
        assert rows(chain(raw), query) == [
            ("amb:prova", None, "soppressa_primaria"),
            ("com:017205", None, "soppressa_primaria"),
        ]

    def test_does_not_sum_an_ambito_of_which_a_comune_is_missing(self, raw):
        text = "\n".join(line for line in RDC.format(zone="9;15").splitlines() if "zone" not in line) + "\n"
        deliver(raw, "inps_rdc", "rdc.csv", text)
        assert rows(chain(raw), "select * from int_adi__pubblicati where origine = 'somma_dei_comuni'") == []

    def test_tells_a_code_of_no_comune(self, raw):
        deliver(raw, "inps_rdc", "rdc.csv", RDC.format(zone="9;15") + "z999;nessuno;2023;12;5;9\n")
        found = rows(chain(raw), "select riga, messaggio from int_controlli__adi where controllo_id = 'adi_territorio'")
        assert [line for line, _ in found] == [5]
        assert "il codice Z999 non è di nessun comune" in found[0][1]


class TestWhatCannotBeUsed:
    def problem(self, raw, title, *table):
        deliver(raw, "inps", "adi.xlsx", sheet(title, *table))
        return rows(
            chain(raw),
            "select controllo_id, messaggio from int_controlli__adi where controllo_id <> 'adi_fonti_discordi'",
        )

    def test_an_unknown_province_is_told_with_the_nearest_names(self, raw):
        table = (["Provincia", "Numero nuclei"], ["Bresca", 7])
        ((check, message),) = self.problem(raw, "ADI, nuclei pagati nel mese di maggio 2024", *table)
        assert check == "adi_territorio"
        assert message.startswith("Foglio «Tavola 1», riga 4: il nome «Bresca» non corrisponde a nessun territorio")
        assert "Brescia" in message and message.endswith("La riga non si usa.")

    def test_a_part_of_italy_is_passed_over_without_a_word(self, raw):
        table = (["Regione", "Numero nuclei"], ["Nord-ovest", 7], ["Sud e Isole", 8])
        assert self.problem(raw, "ADI, nuclei pagati nel mese di maggio 2024", *table) == []

    def test_a_figure_without_a_month_is_told(self, raw):
        ((check, _),) = self.problem(raw, "ADI, nuclei", ["Regione", "Numero nuclei"], ["Lombardia", 7])
        assert check == "adi_periodo"

    def test_a_table_whose_title_and_file_do_not_say_one_measure_is_told(self, raw):
        table = (["Regione", "Numero nuclei"], ["Lombardia", 7])
        deliver(raw, "inps", "adi_sfl.xlsx", sheet("Nuclei pagati nel mese di maggio 2024", *table))
        assert rows(chain(raw), "select misura, problema from int_adi__tavole") == [(None, "misura")]

    def test_the_name_of_the_file_tells_the_measure_that_the_title_does_not(self, raw):
        table = (["Regione", "Numero nuclei"], ["Lombardia", 7])
        deliver(raw, "inps", "sfl_maggio.xlsx", sheet("Nuclei pagati nel mese di maggio 2024", *table))
        assert rows(chain(raw), "select misura, problema from int_adi__tavole") == [("sfl", None)]

    def test_a_category_that_is_not_known_is_told(self, raw):
        table = (["Regione", "Tipologia di nucleo", "Numero nuclei"], ["Lombardia", "con animali", 7])
        ((check, message),) = self.problem(raw, "ADI, nuclei pagati nel mese di maggio 2024", *table)
        assert check == "adi_categoria"
        assert "«tipologia di nucleo: con animali»" in message.lower()

    def test_a_mean_of_several_months_is_no_figure_of_a_month(self, raw):
        table = (["Regione", "Numero nuclei"], ["Lombardia", 7])
        ((check, _),) = self.problem(raw, "ADI, media dei nuclei pagati nel mese, anno 2024", *table)
        assert check == "adi_media_di_mesi"

    def test_two_tables_that_disagree_are_told_and_the_first_is_kept(self, raw):
        cells, merges = tavole.components(total=7038)
        months, month_merges = tavole.months()
        months[6][5] = 7000
        content = tavole.workbook({"Tavola 1": (months, month_merges), "Tavola 2": (cells, merges)})
        deliver(raw, "inps", "adi.xlsx", content)
        con = chain(raw)
        ((message,),) = rows(
            con,
            "select messaggio from int_controlli__adi where controllo_id = 'adi_tavole_discordi' and esito = 'fallito'",
        )
        assert message.startswith("Lombardia, 12/2024: 7.000 nuclei in foglio «Tavola 1», riga 7, 7.038 nuclei")
        kept = (
            "select nuclei from int_adi__pubblicati where territorio_id = 'reg:03' and origine = 'inps_tavole' "
            "and mese = '2024-12-01' and dimensione = 'totale'"
        )
        assert rows(con, kept) == [(7000,)]


class TestRates:
    def test_are_on_the_residents_of_the_year_with_the_interval_of_their_kind(self, appendix):
        found = rows(
            appendix,
            "select quantita, anno_popolazione, anni_di_distanza, tasso_per_1000, ic95_inf, ic95_sup, metodo_ic "
            "from adi_tasso where territorio_id = 'prov:017' and misura = 'rdc' order by 1",
        )
        nuclei, persone = found
        assert nuclei[:3] == ("nuclei", 2023, 0) and nuclei[6] == "byar"
        assert nuclei[3:6] == pytest.approx(byar(6032, 1_250_000))
        assert persone[:3] == ("persone", 2023, 0) and persone[6] == "wilson"
        assert persone[3:6] == pytest.approx(wilson(10772, 1_250_000))

    def test_without_the_residents_of_the_year_are_on_the_last_before_and_say_so(self, appendix):
        query = (
            "select distinct anno_popolazione, anni_di_distanza, popolazione_fonte_id from adi_tasso "
            "where territorio_id = 'prov:017' and mese = '2024-12-01' and corrente"
        )
        assert rows(appendix, query) == [(2023, 1, "istat/2023")]

    def test_on_residents_too_far_away_are_missing_with_their_reason(self, appendix):
        query = "select distinct tasso_per_1000, ic95_inf, motivo_assenza from adi_tasso where territorio_id = 'ita'"
        assert rows(appendix, query) == [(None, None, "popolazione_non_ricevuta")]


class TestThePressFigures:
    def test_of_the_province_stay_with_the_change_from_rdc(self, appendix):
        query = (
            "select nuclei, variazione_nuclei_pct, misura_precedente from adi_nuclei "
            "where territorio_id = 'prov:017' and mese = '2024-12-01' and origine = 'stampa'"
        )
        ((nuclei, change, measure),) = rows(appendix, query)
        assert (nuclei, round(change, 1), measure) == (3938, -34.7, "rdc")

    def test_of_a_month_are_not_those_of_a_period(self, appendix):
        query = (
            "select conteggio, periodo_dal::text, nuclei, importo_medio_eur::double from adi_nuclei "
            "where territorio_id = 'ita' and mese = '2025-12-01' and dimensione = 'totale' and corrente order by all"
        )
        assert rows(appendix, query) == [
            ("almeno_un_pagamento_nel_periodo", "2024-01-01", 935675, 685.0),
            ("almeno_un_pagamento_nel_periodo", "2025-01-01", 833000, None),
            ("in_pagamento_nel_mese", "2025-12-01", 646563, 697.0),
        ]

    def test_that_take_the_mean_of_a_period_for_that_of_a_month_are_told(self, appendix):
        ((message,),) = rows(
            appendix, "select messaggio from int_controlli__adi where controllo_id = 'adi_fonti_discordi' and riga = 7"
        )
        assert message.startswith(
            "Italia, importo medio di 12/2025: 685 euro qui, 697 euro in inps_adi/adi_comunicati."
        )
        assert "almeno un pagamento fra 01/2024 e 12/2025: un altro conteggio" in message
