"""``leps template spesa``: the workbook of budgets, and what ``leps check`` says of one that was filled in."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from ingest.proposta import propose, write_sidecar
from ingest.readers.spesa import read
from ingest.sidecar import read_sidecar
from tests.ingest.bilancio import COMUNI, FNA, FNPS, budget, filled, write
from tests.ingest.compilato import sheet_parts
from warehouse.cli.check import check_path
from warehouse.cli.errors import CliError
from warehouse.cli.template_spesa import STATES


@pytest.fixture(scope="module")
def blank(tmp_path_factory) -> Path:
    return budget(tmp_path_factory.mktemp("modello"))


@pytest.fixture(scope="module")
def good(tmp_path_factory) -> Path:
    return filled(tmp_path_factory.mktemp("compilato"))


def part(path: Path, sheet: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(sheet_parts(path)[sheet]).decode()


def received(path: Path) -> pl.DataFrame:
    write_sidecar(path.parent, propose(path.parent, acquisito_il=date(2026, 1, 31)))
    (table,) = read_sidecar(path.parent).tabelle
    return pl.from_arrow(read(table).rows)


def told(path: Path) -> str:
    (report,), _ = check_path(path)
    return "\n".join(map(str, report.problemi))


def test_there_is_a_sheet_for_each_state_with_explanations_summary_and_lists(blank):
    states = [state.capitalize() for state in STATES]
    assert list(sheet_parts(blank)) == ["Come si invia", *states, "Riepilogo", "Elenchi", "_leps"]
    assert len(re.findall("<dataValidation ", part(blank, "Previsione"))) == 10


def test_totals_and_variation_are_formulas(blank):
    summary = part(blank, "Riepilogo")
    assert summary.count("<f>SUMIFS(") > 200 and "<f>C4-B4</f>" in summary
    assert "<f>SUMIFS(" in part(blank, "Stanziato")


def test_a_blank_workbook_has_no_rows(tmp_path):
    (report,), _ = check_path(budget(tmp_path))
    assert (report.righe, report.righe_scartate) == (0, 0)


def test_a_filled_workbook_has_no_problems_and_gives_the_columns_of_the_layout(good):
    assert told(good) == ""
    rows = received(good)
    first = rows.row(0, named=True)
    assert {k: first[k] for k in ("ente_id", "anno", "area", "servizio", "stato_spesa", "importo")} == {
        "ente_id": "amb:sebino", "anno": "2025", "area": "totale", "servizio": "totale", "stato_spesa": "previsione",
        "importo": "4500,5",
    }  # fmt: skip
    assert rows["importo"].to_list()[1:6] == ["1000", "500,5", "2000", "1000", "1500,5"]
    assert rows["stato_spesa"].unique(maintain_order=True).to_list() == list(STATES)[:4]
    assert rows["trasferimento_a"].to_list()[4] == "com:017085"


def test_every_mistake_is_told_by_sheet_and_line(tmp_path):
    path = budget(tmp_path)
    write(
        path,
        "Previsione",
        ("Anzziani", "SAD", "Fondo non autosuficienze", "spesa", 100),
        ("Anziani", "Pasti", FNA, "spesa", "€13.7000"),
        ("Anziani", "Nido", FNPS, "spesa", 1),
        ("Anziani", "Nido", FNPS, "spesa", 2),
        ("Anziani", "Senza", COMUNI, "spesa"),
        approved=200,
    )
    said = told(path)
    assert "Foglio «Previsione», riga 8, colonna «area»: «Anzziani» non è un'area" in said and "Anziani," in said
    assert "«Fondo non autosuficienze» non è un fondo" in said and "Fondo Non Autosufficienza" in said
    assert "foglio «Previsione», riga 9, colonna «importo»: trovato «€13.7000»" in said
    assert "le stesse voci" in said and "già in foglio «Previsione», riga 10" in said
    assert "foglio «Previsione», riga 12, colonna «importo»: trovata una cella vuota" in said
    assert "totale generale -99 euro" in said


def test_a_sheet_that_lost_its_name_is_told_and_not_read(tmp_path, good):
    path = tmp_path / "altro.xlsx"
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w") as new:
        for item in old.namelist():
            content = old.read(item)
            new.writestr(
                item, content.replace(b'name="Liquidato"', b'name="Pagato"') if "workbook.xml" in item else content
            )
    said = told(path)
    assert "foglio «Pagato» che non è del modello" in said and "Previsione, Stanziato" in said


@pytest.mark.parametrize("name", ["sebbino", "com:999999"])
def test_an_unknown_body_is_refused_with_the_nearest_ones(tmp_path, name):
    with pytest.raises(CliError, match="I più simili"):
        budget(tmp_path, name)


def test_a_workbook_that_may_be_filled_in_is_never_overwritten(blank):
    with pytest.raises(CliError, match="potrebbe essere compilato"):
        budget(blank.parent)
