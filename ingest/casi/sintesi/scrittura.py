"""Made-up cases as files: a GePI-like export or a SIUSS flow, with the mapping and the sidecar that declare it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from html import escape
from pathlib import Path

import polars as pl
import yaml

from ingest.casi.mappatura import Mappatura, read_mapping
from ingest.casi.siuss import NAMESPACE
from ingest.sidecar import SIDECAR, sha256_of

EXAMPLES = Path(__file__).resolve().parents[1] / "esempi"
# Columns of the export that the mapping ignores.
IGNORED = {
    "Cognome": "cognome", "Nome": "nome", "Indirizzo": "indirizzo", "Telefono": "telefono", "E-mail": "email",
}  # fmt: skip
CITIZENSHIP_CODES = {"italiana": "380", "ue": "642", "extra_ue": "504"}


def write_gepi(cases: pl.DataFrame, out: Path) -> None:
    """An export in rows and columns: CSV with semicolons, or a workbook where ``out`` ends in .xlsx."""
    export = _export(cases, example("gepi"))
    if out.suffix.lower() == ".xlsx":
        export.write_excel(out, worksheet="Casi")
    else:
        export.write_csv(out, separator=";", null_value="")


def _export(cases: pl.DataFrame, mapping: Mappatura) -> pl.DataFrame:
    columns = []
    for entry in mapping.voci:
        if entry.colonna in IGNORED:
            cells = pl.col(IGNORED[entry.colonna])
        elif entry.colonna == "Note":
            cells = pl.format("Sentito {} {} al {}", "cognome", "nome", "telefono")
        elif entry.ignorata:
            cells = pl.format("Operatore {}", pl.col("telefono").str.tail(1))
        else:
            cells = _printed(entry.canonica or "", entry.valori)
        columns.append(cells.cast(pl.String).alias(entry.colonna))
    return cases.select(columns)


def _printed(name: str, words: dict[str, str]) -> pl.Expr:
    """A canonical value as the export prints it."""
    if name == "comune":
        return pl.col("comune_nome")
    if name == "caso_chiave":
        return pl.col("codice_domanda")
    if name == "nucleo_chiave":
        return pl.col("codice_fiscale")
    if name == "anno_nascita":
        return pl.col("nascita").dt.strftime("%d/%m/%Y")
    if name.startswith("data_"):
        return pl.col(name).dt.strftime("%d/%m/%Y")
    if name == "importo_mensile_eur":
        return pl.format("{}", pl.col(name).cast(pl.Decimal(10, 2))).str.replace(".", ",", literal=True)
    if name in ("minori", "disabili", "over60", "svantaggio", "carichi_cura"):
        return pl.when(name).then(pl.lit("Sì")).otherwise(pl.lit("No"))
    return pl.col(name).replace_strict({v: k for k, v in words.items()}, default=None) if words else pl.col(name)


def write_siuss(cases: pl.DataFrame, out: Path) -> None:
    """A flow of social services: the accepted applications, cancellations after what they cancel."""
    with out.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(f'<?xml version="1.0" encoding="utf-8"?>\n<Flusso xmlns="{NAMESPACE}">\n')
        stream.write(
            '  <IdentificazioneFlusso Nome="flusso_sintetico"><Ente Codice="000000000" Denominazione="Ente sintetico" '
            'Indirizzo="Z999" CFOperatore="00000000000"/></IdentificazioneFlusso>\n'
        )
        for case in cases.iter_rows(named=True):
            stream.write(_beneficiary(case))
        stream.write("</Flusso>\n")


def _beneficiary(case: dict) -> str:
    person = _attributes(
        Cognome=case["cognome"].upper(),
        Nome=case["nome"].upper(),
        AnnoNascita=case["anno_nascita"],
        LuogoNascita=case["codice_fiscale"][11:15],
        Genere={"M": 1, "F": 2}[case["sesso"]],
        CodiceCittadinanza=CITIZENSHIP_CODES[case["cittadinanza"]],
    )
    where = _attributes(CodiceRegione="03", CodiceComune=case["comune_istat"], CodiceNazione="380")
    service = _attributes(
        TipoOperazione=case["operazione"],
        PresenzaProvaMezzi=1,
        CaratterePrestazione=1,
        CodicePrestazione="A1.16",
        DenominazionePrestazione="Assegno di inclusione",
        ProtocolloDomanda=case["codice_domanda"],
        DataEvento=case["data_domanda"],
        DataInizioPrestazione=case["data_inizio"],
        DataFinePrestazione=case["data_fine"],
        PeriodoErogazione=12,
        ImportoMensile=f"{case['importo_mensile_eur']:.2f}",
        PresaCarico=1,
        AreaUtenza=3,
    )
    who = _attributes(CodiceFiscale=case["codice_fiscale"])
    return (
        f"  <Beneficiario{who}><Anagrafica{person}/><Indirizzo{where}/><PrestazioniSociali{service}/></Beneficiario>\n"
    )


def _attributes(**values: object) -> str:
    return "".join(f' {name}="{escape(str(value))}"' for name, value in values.items() if value is not None)


WRITERS: dict[str, Callable[[pl.DataFrame, Path], None]] = {"gepi": write_gepi, "siuss": write_siuss}


def example(form: str) -> Mappatura:
    """The example mapping of a form."""
    return read_mapping(EXAMPLES / f"mappatura_{form}.yml", "esempi")


def write_source(cases: pl.DataFrame, form: str, out: Path, ambito_id: str, extracted: date) -> list[Path]:
    """Write the cases, and beside them the mapping and the sidecar (where the folder has none).

    Returns:
        the files written.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    WRITERS[form](cases, out)
    written, folder = [out], out.parent
    name = f"mappatura_{form}.yml"
    if not (folder / name).exists():
        shutil.copyfile(EXAMPLES / name, folder / name)
        written.append(folder / name)
    if not (folder / SIDECAR).exists():
        (folder / SIDECAR).write_text(_sidecar(form, out, ambito_id, extracted), "utf-8")
        written.append(folder / SIDECAR)
    return written


def _sidecar(form: str, out: Path, ambito_id: str, extracted: date) -> str:
    kind = out.suffix.lower().lstrip(".")
    table = {
        "tabella": f"casi_{form}",
        "titolo": f"Casi sintetici in forma {form}: nessuno esiste",
        "file": out.name,
        "sha256": sha256_of(out),
        "formato": kind,
        **({"opzioni": {"separatore": ";"}} if kind == "csv" else {}),
        "mappatura": f"mappatura_{form}.yml",
        "ambito_id": ambito_id,
        "estratto_il": extracted.isoformat(),
        "sintetici": True,
    }
    whole = {
        "fonte_id": out.parent.resolve().name,
        "ente": out.parent.resolve().name,
        "titolo": "Casi sintetici, per dimostrazione e prove",
        "editore": "Generatore di casi sintetici (leps template casi)",
        "licenza": "CC0 1.0",
        "data_riferimento": extracted.isoformat(),
        "acquisito_il": extracted.isoformat(),
        "provvisorio": False,
        "nota": "Dati inventati: ogni codice fiscale ha il carattere di controllo sbagliato.",
        "tabelle": [table],
    }
    return yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, width=120)
