"""What the options of ``leps fetch istat`` ask for."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.catalogo import products
from ingest.tracciato import known
from warehouse.cli import fetch as fetch_module
from warehouse.cli.fetch_plan import plan
from warehouse.cli.main import main

THIS_YEAR = date.today().year


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--prodotto", "posa"], "posas, strasa, p2, rcs, d7b, comuni"),
        (["--anno", "ieri"], "«ieri» non è un anno"),
        (["--anno", "2025-2019"], "non è un anno"),
        (["--anno", "2001"], "dal 2019"),
        (["--anno", str(THIS_YEAR + 1)], f"siamo nel {THIS_YEAR}"),
        (["--provincia", "17"], "tre cifre"),
        (["--base-url", "demo.istat.it"], "non è un indirizzo"),
        (["--raw", "manca"], "non c'è"),
        (["--pausa", "-1"], "--pausa"),
    ],
)
def test_wrong_options_are_said_before_anything_is_asked(capsys, monkeypatch, tmp_path, args, said):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(fetch_module, "fetch", None)
    assert main(["fetch", "istat", *args]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("Errore") and said in err


def test_products_years_and_provinces_may_be_repeated_or_listed():
    today = date(2026, 11, 22)
    listed = plan(["posas,p2"], ["2020-2021,2023"], ["017", "019"], today)
    repeated = plan(["posas", "p2"], ["2020", "2021", "2023"], ["017,019"], today)
    assert listed == repeated and len(listed) == 2 * 3 * 2


def test_the_latest_year_is_looked_for_three_years_back_and_no_further():
    (one,) = plan(["p2"], [], [], date(2026, 11, 22))
    assert [address.anno for address in one.alternative] == [2025, 2024, 2023]


def test_a_province_is_tried_before_italy_in_each_year():
    (one,) = plan(["posas"], [], ["041"], date(2020, 6, 1))
    assert [(a.anno, a.nome_file) for a in one.alternative] == [
        (2020, "POSAS_2020_it_041_Pesaro_e_Urbino.zip"),
        (2020, "POSAS_2020_it_Comuni.zip"),
        (2019, "POSAS_2019_it_041_Pesaro_e_Urbino.zip"),
        (2019, "POSAS_2019_it_Comuni.zip"),
    ]


def test_every_product_has_an_official_address_and_a_folder_of_its_own():
    assert {p.fonte for p in products().values()} == {f"istat_{name}" for name in products()}
    for product in products().values():
        for address in filter(None, (product.nazionale, product.provinciale)):
            assert address.startswith(("https://demo.istat.it/", "https://www.istat.it/"))
            assert ("{anno}" in address) == (product.dal is not None)


def test_every_product_has_a_layout_that_is_read():
    assert {product.fonte for product in products().values()} <= set(known())
