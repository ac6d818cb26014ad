"""What a build and a state of the warehouse look like in print."""

from __future__ import annotations

from warehouse.cli.build import FALLITA, INVARIATA, BuildResult
from warehouse.cli.console import integer, seconds

WHERE_REFUSED = (
    "  quali sono: nelle pagine «Qualità dei dati» e, per le rilevazioni degli uffici, «Obiettivi LEPS», vista Diario; "
    "o con «leps check CARTELLA»"
)
_SHOWN_FAILURES = 30
_SEVERITIES = ("errore", "avviso", "informazione")  # the gravest first
# What the documents say wrong is published as printed, and told: it does not stop a build.
_TOLD = {
    "errore": "Cifre dei documenti, errori gravi (pubblicate come stampate)",
    "avviso": "Cifre dei documenti, avvisi",
    "informazione": "Cifre dei documenti, informazioni",
}


def build_lines(result: BuildResult, ultimo_fallito: str, dbt_log: str) -> list[str]:
    """The summary of a build, line by line."""
    if result.esito == INVARIATA:
        return [f"Nulla è cambiato: la versione {result.versione} è aggiornata (--force la ricostruisce)."]
    lines = [
        f"Righe caricate: {integer(result.righe_caricate)}; righe scartate: {integer(result.righe_scartate)}; "
        f"celle non usabili: {integer(result.celle_non_usabili)}"
    ]
    if result.celle_non_usabili:
        lines += [WHERE_REFUSED]
    lines += check_lines(result.controlli)
    if result.variazioni:
        lines += ["Variazioni da un anno all'altro fuori intervallo, le più grandi:"]
        lines += [f"  · {sentence}" for sentence in result.variazioni]
    lines += ["Tempi: " + ", ".join(f"{name.lower()} {seconds(s)}" for name, s in result.passi.items())]
    if result.avvisi:
        lines += [f"Avvisi ({len(result.avvisi)}):", *_shortened(result.avvisi)]
    if result.esito == FALLITA:
        lines += [
            f"Controlli falliti ({len(result.errori)}): non è stato pubblicato nulla.",
            *_shortened(result.errori),
        ]
        lines += [f"Il file per capire: {ultimo_fallito}", f"Resoconto di dbt: {dbt_log}"]
    else:
        lines += [f"Pubblicata la versione {result.versione}"]
    if result.rapporto:
        lines += [f"Rapporto dei controlli: {result.rapporto}"]
    return lines


def check_lines(counts: dict[str, dict[str, int]]) -> list[str]:
    """Recorded checks, one line per severity, the gravest first."""
    lines = []
    for severity in filter(counts.get, _SEVERITIES):
        passed, failed, known = (
            integer(counts[severity].get(outcome, 0)) for outcome in ("superato", "fallito", "eccezione_nota")
        )
        lines.append(f"{_TOLD[severity]}: {failed} da rileggere, {passed} a posto, {known} eccezioni note")
    return lines


def _shortened(items: list[str]) -> list[str]:
    shown = [f"  ✗ {item}" for item in items[:_SHOWN_FAILURES]]
    if len(items) > _SHOWN_FAILURES:
        shown.append(f"  … e altri {len(items) - _SHOWN_FAILURES}")
    return shown
