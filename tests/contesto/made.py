"""Made files in the layouts that ISTAT publishes, each with one of the things that go wrong."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import yaml

SEBINO = {
    "017062": "Corte Franca", "017085": "Iseo", "017106": "Marone", "017111": "Monte Isola",
    "017112": "Monticelli Brusati", "017130": "Paderno Franciacorta", "017134": "Paratico", "017136": "Passirano",
    "017156": "Provaglio d'Iseo", "017169": "Sale Marasino", "017182": "Sulzano", "017205": "Zone",
}  # fmt: skip
ANNO = 2031  # no real delivery has it


def ages(scale: int, *, add: int = 0) -> list[tuple[int, int, int]]:
    """Age, males, females: as many as ``scale`` at each age below 80, fewer above."""
    return [(a, (scale if a < 80 else 1) + add, (scale if a < 80 else 2) + add) for a in range(101)]


def posas(title: str, comuni: dict[str, tuple[str, list]], *, totals: bool = True, bom: bool = True) -> bytes:
    """A POSAS of six columns; ``comuni``: code → name, rows of age, males, females."""
    out = io.StringIO(newline="")
    out.write(f'"{title}"\r\n')
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(["Codice comune", "Comune", "Età", "Totale maschi", "Totale femmine", "Totale"])
    for code, (name, rows) in comuni.items():
        for age, m, f in rows:
            writer.writerow([code, name, age, m, f, m + f])
        if totals:
            m, f = sum(r[1] for r in rows), sum(r[2] for r in rows)
            writer.writerow([code, name, 999, m, f, m + f])
    return out.getvalue().encode("utf-8-sig" if bom else "utf-8")


def strasa(year: int, comuni: dict[str, tuple[str, list]]) -> bytes:
    return (
        posas(f"Popolazione straniera residente per età e sesso al 1° gennaio {year}", comuni)
        .replace(b"Totale maschi", b"Maschi")
        .replace(b"Totale femmine", b"Femmine")
    )


def zipped(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


def p2(year: int, comuni: dict[str, tuple[str, int, int, int, int]]) -> bytes:
    """A yearly balance; ``comuni``: code → name, start, births, deaths, end, all of males, doubled with females."""
    quantities = ("Popolazione censita al 1° gennaio", "Nati vivi", "Morti", "Popolazione al 31 dicembre")
    out = io.StringIO(newline="")
    out.write(f'"Bilancio demografico, anno {year}"\n')
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL)
    sexes = ("Maschi", "Femmine", "Totale")
    writer.writerow(
        ["Codice comune", "Comune", *(f"{q} - {s}" for q in quantities for s in sexes), "Numero di famiglie"]
    )
    for code, (name, *values) in comuni.items():
        writer.writerow([code, name, *(n for v in values for n in (v, v, 2 * v)), 7])
    return out.getvalue().encode("utf-8")


def rcs(year: int, rows: list[tuple]) -> bytes:
    """Code of the territory, its name, code and name of the citizenship, males, females."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(
        ["Anno", "Codice Istat", "Denominazione", "Codice stato di cittadinanza", "Stato di cittadinanza", "Zona",
         "Continente", "Maschi", "Femmine", "Totale"]
    )  # fmt: skip
    for code, name, country, label, m, f in rows:
        writer.writerow([year, code, name, country, label, "", "", m, f, m + f])
    return out.getvalue().encode("utf-8")


def write_all(received: Path) -> None:
    """Every made source, without its sidecar."""
    title = f"Popolazione residente per età e sesso al 1° gennaio {ANNO}"
    sebino = {code: (name, ages(10)) for code, name in SEBINO.items()}
    # The province: one comune with an age that is none, one cut short, a code that nobody knows.
    province = dict(sebino)
    province["017205"] = ("Zone", ages(10)[:90])
    province["017061"] = ("Concesio", ages(20))
    province["017121"] = ("Odolo", ages(5))
    province["017999"] = ("Isseo", ages(3))
    _write(received / "posas_provincia", f"POSAS_{ANNO}_it_017_Brescia.csv", posas(title, province))
    # The nation, released later: the same comuni, one person more at each age and sex.
    nation = {code: (name, ages(10, add=1)) for code, name in SEBINO.items() if code != "017205"}
    # A comune that merged, as two and as one.
    nation["013199"] = ("Ronago", ages(4))
    nation["013228"] = ("Uggiate-Trevano", ages(6))
    _write(received / "posas_italia", f"POSAS_{ANNO}_it_Comuni.zip", zipped("p.csv", posas(title, nation)))
    _write(
        received / "posas_dopo", f"POSAS_{ANNO + 1}_it_Comuni.csv",
        posas(f"Popolazione residente per età e sesso al 1° gennaio {ANNO + 1} (stima)",
              {"013256": ("Uggiate con Ronago", ages(11)), **{c: (n, ages(11)) for c, n in SEBINO.items()}}),
    )  # fmt: skip
    _write(
        received / "stranieri", f"STRASA_{ANNO + 1}_it_Comuni.zip",
        zipped("s.csv", strasa(ANNO + 1, {c: (n, ages(1)) for c, n in SEBINO.items()})),
    )  # fmt: skip
    _write(
        received / "bilancio_anno", f"P2_{ANNO + 1}_it_Comuni.csv",
        p2(ANNO + 1, {c: (n, 500, 4, 6, 498) for c, n in SEBINO.items()}),
    )  # fmt: skip
    citizens = [(c, n, "100", "Italia", 400, 400) for c, n in SEBINO.items()]
    citizens += [("017085", "Iseo", "235", "Romania", 7, 9), ("017205", "Zone", "235", "Romania", 1, 0)]
    citizens += [("017", "Brescia", "235", "Romania", 900, 900), ("017085", "Iseo", "301", "Albania", 3, 0)]
    _write(received / "cittadinanze", f"Dati_RCS_cittadinanza_{ANNO + 1}.zip", zipped("r.csv", rcs(ANNO + 1, citizens)))
    observations = "codice_istat,comune,anno,indicatore,valore\n" + "".join(
        f"{c},{n},{ANNO + 1},residenti,1200\n{c},{n},{ANNO + 1},gatti,3\n" for c, n in SEBINO.items()
    )
    observations += f"017998,Iseo Lago,{ANNO + 1},residenti,10\n017205,Zone,{ANNO + 2},residenti,-5\n"
    _write(received / "osservatorio_locale", "osservazioni.csv", observations.encode())
    # A balance of which one comune does not end where it leads.
    quantities = {
        "popolazione_inizio": 1000, "nati": 8, "morti": 12, "iscritti_altri_comuni": 30, "cancellati_altri_comuni": 25,
        "iscritti_estero": 5, "cancellati_estero": 2, "aggiustamento_statistico": -1, "popolazione_fine": 1003,
    }  # fmt: skip
    wrong = quantities | {"popolazione_fine": 1053}
    balance = "codice_istat,comune,anno,indicatore,valore\n" + "".join(
        f"{code},{SEBINO[code]},{ANNO},{name},{value}\n"
        for code, of_comune in (("017085", quantities), ("017205", wrong))
        for name, value in of_comune.items()
    )
    _write(received / "bilancio_locale", "bilancio.csv", balance.encode())


def _write(folder: Path, name: str, content: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


def declare_releases(received: Path) -> None:
    """The national file came out after the provincial one: a person says so in the sidecars."""
    for folder, day in (("posas_provincia", f"{ANNO}-03-01"), ("posas_italia", f"{ANNO}-09-01")):
        path = received / folder / "fonte.yml"
        content = yaml.safe_load(path.read_text("utf-8"))
        content["tabelle"][0]["rilasciato_il"] = day
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
