"""The graph of the tables: every table once, to the right of all that it reads, in a page that needs no network."""

import re

from warehouse.lignaggio import page, tables_of


def node(name: str, schema: str, *reads: str, kind: str = "model") -> dict:
    return {
        "name": name, "schema": schema, "resource_type": kind, "description": f"<b>{name}</b>",
        "depends_on": {"nodes": [f"k.{r}" for r in reads]},
    }  # fmt: skip


MANIFEST = {
    "nodes": {
        f"k.{n['name']}": n
        for n in (
            node("lista", "seeds", kind="seed"),
            node("stg", "staging"),
            node("int", "intermediate", "stg", "lista"),
            node("mart", "marts", "int", "stg"),
            node("prova", "marts", "mart", kind="test"),
        )
    }
}


def test_each_table_stands_to_the_right_of_what_it_reads():
    tables = tables_of(MANIFEST)
    assert set(tables) == {"lista", "stg", "int", "mart"}
    assert all(tables[s].colonna < t.colonna for t in tables.values() for s in t.da)
    assert tables["lista"].colonna == tables["int"].colonna - 1


def test_no_two_tables_stand_in_the_same_place():
    tables = tables_of(MANIFEST).values()
    assert len({(t.colonna, t.riga) for t in tables}) == len(tables)


def test_the_page_draws_every_line_and_needs_no_network():
    html = page(tables_of(MANIFEST))
    assert sorted(re.findall(r'data-da="(\w+)" data-a="(\w+)"', html)) == [
        ("int", "mart"), ("lista", "int"), ("stg", "int"), ("stg", "mart"),
    ]  # fmt: skip
    assert re.findall(r"(?:src|href)=", html) == []
    assert "&lt;b&gt;mart&lt;/b&gt;" in html and "<b>mart" not in html
