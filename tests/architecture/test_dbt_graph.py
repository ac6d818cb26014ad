"""Who may read what among the dbt models: read from their text, so that it holds without running dbt."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from tests.architecture.sources import ROOT

PROJECT = ROOT / "dbt_project"
LAYERS = ("staging", "intermediate", "marts", "qualita", "verifica")

# What a layer may refer to: itself, those before it, and seeds. The record of checks (qualita) and the tables
# that are checked (marts) read one another: dbt refuses circles by itself.
MAY_READ = {
    "staging": set(),
    "intermediate": {"staging", "intermediate", "seeds"},
    "marts": {"staging", "intermediate", "marts", "qualita", "seeds"},
    "qualita": {"staging", "intermediate", "marts", "qualita", "seeds"},
    # What is found wrong at the end stops the build: nothing is made of it.
    "verifica": {"staging", "intermediate", "marts", "qualita", "verifica", "seeds"},
}
SOURCE = re.compile(r"\bsource\s*\(")
REF = re.compile(r"""\bref\s*\(\s*['"](\w+)['"]\s*\)""")
# A table named outright: a schema and a name after FROM or JOIN. Elsewhere raw.leggi_intero(…) is a function.
NAMED_TABLE = re.compile(
    r"\b(?:from|join)\s+\"?(raw|definizioni|staging|intermediate|marts|qualita|seeds)\"?\s*\.", re.I
)


def text_of(path: Path) -> str:
    """SQL without its comments, which may well speak of sources."""
    text = re.sub(r"\{#.*?#\}", " ", path.read_text("utf-8"), flags=re.S)
    text = re.sub(r"/\*.*?\*/", " ", text, flags=re.S)
    return re.sub(r"--[^\n]*", " ", text)


@cache
def models() -> dict[str, tuple[str, str, str]]:
    """Name of each model → layer, path, text."""
    found = {}
    for layer in LAYERS:
        for path in sorted(p for p in (PROJECT / "models" / layer).rglob("*") if p.suffix in (".sql", ".py")):
            found[path.stem] = (layer, path.relative_to(ROOT).as_posix(), text_of(path))
    return found


@cache
def seeds() -> set[str]:
    return {path.stem for path in (PROJECT / "seeds").rglob("*.csv")}


def of_layer(*layers: str) -> Iterator[tuple[str, str, str]]:
    return ((name, path, text) for name, (layer, path, text) in models().items() if layer in layers)


def declared() -> dict[str, dict]:
    """Name of each model → its properties in a yml file beside the models."""
    found = {}
    for path in sorted((PROJECT / "models").rglob("*.yml")):
        for model in (yaml.safe_load(path.read_text("utf-8")) or {}).get("models", []):
            found[model["name"]] = model
    return found


def test_there_are_models_in_every_layer():
    assert [layer for layer in LAYERS if not list(of_layer(layer))] == []


def test_every_model_is_in_a_layer():
    everywhere = {path.stem for path in (PROJECT / "models").rglob("*") if path.suffix in (".sql", ".py")}
    assert everywhere - set(models()) == set()


def test_each_staging_model_reads_one_source_and_nothing_else():
    wrong = [path for _, path, text in of_layer("staging") if len(SOURCE.findall(text)) != 1 or REF.search(text)]
    assert wrong == []


def test_each_source_is_read_by_one_staging_model():
    call = re.compile(r"""\bsource\s*\(\s*['"](\w+)['"]\s*,\s*['"](\w+)['"]\s*\)""")
    read = [source for _, _, text in of_layer("staging") for source in call.findall(text)]
    assert sorted({source for source in read if read.count(source) > 1}) == []


def test_only_staging_reads_sources():
    assert [path for _, path, text in of_layer(*LAYERS[1:]) if SOURCE.search(text)] == []


def test_no_model_names_a_table_outright():
    assert [path for _, path, text in of_layer(*LAYERS) if NAMED_TABLE.search(text)] == []


@pytest.mark.parametrize("layer", ["intermediate", "marts", "qualita", "verifica"])
def test_a_layer_refers_only_to_what_it_may(layer):
    wrong = []
    for _, path, text in of_layer(layer):
        for name in REF.findall(text):
            target = "seeds" if name in seeds() else models().get(name, ("nothing known",))[0]
            if target not in MAY_READ[layer]:
                wrong.append(f"{path} → {name} ({target})")
    assert wrong == []


def test_every_mart_and_every_table_of_qualita_is_declared_with_a_contract():
    properties = declared()
    configured = (yaml.safe_load((ROOT / "dbt_project.yml").read_text("utf-8"))).get("models", {})
    by_layer = next(iter(configured.values()), {})

    def has_contract(name: str, layer: str) -> bool:
        own = properties.get(name, {}).get("config", {}).get("contract", {}).get("enforced")
        of_folder = by_layer.get(layer, {}).get("+contract", {}).get("enforced")
        return name in properties and bool(own if own is not None else of_folder)

    wrong = [
        path for layer in ("marts", "qualita") for name, path, _ in of_layer(layer) if not has_contract(name, layer)
    ]
    assert wrong == []


def test_every_column_of_a_contract_says_its_type():
    properties = declared()
    wrong = [
        f"{name}.{column['name']}"
        for name, _, _ in of_layer("marts", "qualita")
        for column in properties.get(name, {}).get("columns", [])
        if not column.get("data_type")
    ]
    assert wrong == []


def test_every_model_that_is_declared_exists():
    assert sorted(set(declared()) - set(models())) == []
