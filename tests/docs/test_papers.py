"""The papers point at things that exist, and what they show can be run."""

import datetime as dt
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PAPERS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
ANALYSTS = ROOT / "docs" / "guida-analisti.md"

# Allowed by the standard that publiccode.yml follows (version 0.4).
STATES = {"concept", "development", "beta", "stable", "obsolete"}
REQUIRED = {
    "publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus", "softwareType",
    "description", "legal", "maintenance", "localisation",
}  # fmt: skip


def blocks(path: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", path.read_text("utf-8"), re.M | re.S)


def anchors(path: Path) -> set[str]:
    """The anchors that a reader of Markdown makes of the headings."""
    titles = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_inside_the_repository_lead_somewhere(paper):
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", paper.read_text("utf-8")):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        name, _, anchor = target.partition("#")
        found = (paper.parent / name) if name else paper
        if not found.exists() or (anchor and anchor not in anchors(found)):
            broken.append(target)
    assert broken == []


def test_every_paper_is_in_the_index():
    index = (ROOT / "docs" / "index.md").read_text("utf-8")
    papers = [p.relative_to(ROOT / "docs").as_posix() for p in PAPERS if p.is_relative_to(ROOT / "docs")]
    assert [p for p in papers if p != "index.md" and f"({p})" not in index] == []


def test_the_licence_is_the_whole_eupl():
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert [f"{n}." in text for n in range(1, 16)] == [True] * 15 and "Appendix" in text
    assert text.rstrip().endswith("require the production of a new EUPL version.")


def test_the_metadata_for_the_catalogues_are_complete():
    content = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    assert set(content) >= REQUIRED
    assert content["developmentStatus"] in STATES
    assert content["legal"]["license"] == "EUPL-1.2"
    assert content["maintenance"]["contacts"][0]["name"]
    assert content["url"].startswith("https://")
    dt.date.fromisoformat(str(content["releaseDate"]))
    assert set(content["description"]) == {"it", "en"}
    for language in content["description"].values():
        assert len(language["shortDescription"]) <= 150
        assert 150 <= len(language["longDescription"]) <= 10_000
        assert language["features"]
        assert [p for p in language.get("screenshots", ()) if not (ROOT / p).is_file()] == []
    assert content["it"]["countryExtensionVersion"] == "1.0" and "conforme" in content["it"]


@pytest.fixture(scope="session")
def published(warehouse):
    with duckdb.connect(str(warehouse / "warehouse.duckdb"), read_only=True) as con:
        yield con


@pytest.mark.parametrize("query", blocks(ANALYSTS, "sql"), ids=lambda query: query.strip().splitlines()[0][:60])
def test_the_queries_of_the_guide_for_analysts_run_and_find_rows(published, query):
    assert published.execute(query).fetchall()


@pytest.mark.parametrize("script", blocks(ANALYSTS, "python"), ids=lambda script: script.strip().splitlines()[0][:60])
def test_the_scripts_of_the_guide_for_analysts_run(warehouse, script):
    here = script.replace("data/warehouse/", f"{warehouse.as_posix()}/")
    done = subprocess.run([sys.executable, "-c", here], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
