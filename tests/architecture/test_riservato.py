"""Which models may carry anything out of the catalog of cases, which is never published."""

from tests.architecture.test_dbt_graph import PROJECT, REF, models

# They publish protected cells, or rows by their number only.
MAY_LEAVE = {"int_adi__da_casi", "int_controlli__casi", "adi_orologio", "adi_lettura"}


def reserved() -> set[str]:
    """Models that stay in the catalog, as their own text says: comments are taken out of what models() gives."""
    paths = [p for p in (PROJECT / "models").rglob("*") if p.suffix in (".sql", ".py")]
    marks = ("database='riservato'", 'database="riservato"')
    return {p.stem for p in paths if any(mark in p.read_text("utf-8") for mark in marks)}


def test_whatever_reads_the_source_of_cases_stays_in_its_catalog():
    readers = {name for name, (_, _, text) in models().items() if "source('riservato'" in text}
    assert readers and readers <= reserved()


def test_only_protected_cells_and_numbers_of_rows_leave_the_catalog_of_cases():
    kept = reserved()
    leaving = {name for name, (_, _, text) in models().items() if kept & set(REF.findall(text))} - kept
    assert leaving == MAY_LEAVE
