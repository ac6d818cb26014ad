"""The judgement of a LEPS target in SQL, against the same rules in plain Python and against sentences worth reading."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date

import duckdb
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.dbt.regole_leps import STATI, TRAGUARDI, Caso, mancano, stato
from warehouse.cli.modelli import create_functions

CHIUSO, APERTO = date(2028, 1, 15), date(2026, 6, 1)
JUDGEMENT = """
    select posto, unnest(main.giudizio_leps(regola, anno, giorno,
        soglia_pct := soglia_pct, minimo := minimo, stato_richiesto := stato_richiesto,
        puo_superare_100 := puo_superare_100, unita := unita, numeratore := numeratore, denominatore := denominatore,
        valore := valore, valore_precedente := valore_precedente,
        stato_traguardo := stato_traguardo, evidenza := evidenza, nota := nota, soppresso := soppresso,
        difetto := difetto, serve_da_base := serve_da_base, uno := 'valutazione', molti := 'valutazioni'))
    from (select *, main.leps_valore(unita, numeratore, denominatore, null) as valore,
        main.leps_valore(unita, numeratore_prima, denominatore_prima, null) as valore_precedente from casi)
    order by posto"""
TYPES = {"int": pa.int32(), "str": pa.string(), "bool": pa.bool_(), "date": pa.date32()}
COLUMNS = pa.schema([(f.name, TYPES[f.type.split(" ")[0]]) for f in fields(Caso)] + [("posto", pa.int32())])


@pytest.fixture(scope="module")
def functions():
    with duckdb.connect() as con:
        create_functions(con)
        yield con


def judged(con, *casi: Caso) -> list[tuple[str, float | None, str]]:
    """State, what is missing and reason of each case, all in one query."""
    rows = [{**asdict(caso), "posto": posto} for posto, caso in enumerate(casi)]
    con.register("casi", pa.Table.from_pylist(rows, COLUMNS))
    return [row[1:] for row in con.execute(JUDGEMENT).fetchall()]


def soglia(numeratore, denominatore, giorno=CHIUSO, **others) -> Caso:
    given = {"soglia_pct": 75, "unita": "percentuale", **others}
    return Caso("soglia", 2026, giorno, numeratore=numeratore, denominatore=denominatore, **given)


def aumento(numeratore, prima, giorno=CHIUSO, **others) -> Caso:
    return Caso("aumento", 2026, giorno, numeratore=numeratore, numeratore_prima=prima, **others)


def diminuzione(numeratore, denominatore, prima, su, giorno=CHIUSO) -> Caso:
    return Caso(
        "diminuzione", 2026, giorno, "giorni", numeratore=numeratore, denominatore=denominatore,
        numeratore_prima=prima, denominatore_prima=su,
    )  # fmt: skip


def minimo(numeratore, giorno=CHIUSO, **others) -> Caso:
    return Caso("minimo_poi_aumento", 2025, giorno, minimo=1, numeratore=numeratore, **others)


def traguardo(
    recorded, giorno=CHIUSO, evidenza="verbale n. 12 del 30/05/2026", richiesto="condiviso", **others
) -> Caso:
    return Caso(
        "traguardo", 2026, giorno, "traguardo", stato_richiesto=richiesto, stato_traguardo=recorded, evidenza=evidenza,
        **others,
    )  # fmt: skip


def base(numeratore, giorno=CHIUSO, serve=True, **others) -> Caso:
    return Caso("nessun_obiettivo", 2025, giorno, numeratore=numeratore, serve_da_base=serve, **others)


NOTHING_TO_MEASURE = "0 su 0: non c'è nulla da misurare. Motivo dichiarato: nessuna valutazione richiesta nell'anno."
HIDDEN = {"soppresso": True, "nota": "meno di cinque casi"}
SPOILED = {"difetto": "in «numeratore» trovato «tanti»"}
NOTHING = {"nota": "nessuna valutazione richiesta nell'anno"}


@pytest.mark.parametrize(
    ("caso", "expected", "missing"),
    [
        (soglia(75, 100), "raggiunto", None),
        (soglia(91, 122), "non_raggiunto", 1),  # 74.6 % is not 75 %
        (soglia(91, 122, APERTO), "in_corso", 1),
        (soglia(100, 122, APERTO), "in_corso", 0),
        (soglia(None, None, APERTO), "in_corso", None),
        (soglia(None, None), "non_valutabile_dato", None),
        (soglia(130, 122), "non_valutabile_dato", None),
        (soglia(130, 122, puo_superare_100=True), "raggiunto", None),
        (soglia(121, 122, soglia_pct=100), "non_raggiunto", 1),
        (soglia(122, 122, soglia_pct=100), "raggiunto", None),
        (soglia(0, 0), "non_valutabile_dato", None),  # 0/0 is not 100 %, and needs its reason
        (soglia(0, 0, **NOTHING), "non_applicabile", None),
        (soglia(3, 0, **NOTHING), "non_valutabile_dato", None),
        (soglia(-1, 10), "non_valutabile_dato", None),
        (soglia(None, None, **HIDDEN), "soppresso", None),
        (soglia(None, None, APERTO, **SPOILED), "non_valutabile_dato", None),
        (aumento(6, 5), "raggiunto", None),
        (aumento(5, 5), "non_raggiunto", 1),  # equal is never an increase
        (aumento(3, 5), "non_raggiunto", 3),
        (aumento(1, 0), "raggiunto", None),
        (aumento(5, 5, APERTO), "in_corso", 1),
        (aumento(None, 5), "non_valutabile_dato", None),
        (aumento(5, None), "non_valutabile_baseline", None),
        (aumento(None, None), "non_valutabile_baseline", None),
        (aumento(None, None, date(2025, 6, 1)), "in_corso", None),
        (aumento(None, 5, **HIDDEN), "soppresso", None),
        (diminuzione(20, 3, 10, 1), "raggiunto", None),
        (diminuzione(20, 6, 10, 3), "non_raggiunto", 1),  # the same mean, written otherwise
        (diminuzione(5, 2, 0, 3), "non_raggiunto", None),  # nothing is less than zero
        (diminuzione(0, 0, 10, 3), "non_valutabile_dato", None),
        (diminuzione(20, 3, None, None), "non_valutabile_baseline", None),
        (diminuzione(20, 6, 10, 3, APERTO), "in_corso", 1),
        (minimo(1), "raggiunto", None),
        (minimo(0), "non_raggiunto", 1),
        (minimo(0, date(2025, 6, 1)), "in_corso", 1),
        (minimo(None), "non_valutabile_dato", None),
        # The second year is judged against the first even if that one missed its minimum.
        (Caso("minimo_poi_aumento", 2026, CHIUSO, numeratore=1, numeratore_prima=0), "raggiunto", None),
        (Caso("minimo_poi_aumento", 2026, CHIUSO, numeratore=0, numeratore_prima=0), "non_raggiunto", 1),
        (Caso("minimo_poi_aumento", 2026, CHIUSO, numeratore=1), "non_valutabile_baseline", None),
        (traguardo("condiviso"), "raggiunto", None),
        (traguardo("attivato", APERTO), "raggiunto", None),  # a later state satisfies an earlier target
        (traguardo("definito"), "non_raggiunto", None),
        (traguardo("definito", APERTO), "in_corso", None),
        (traguardo("attivato", evidenza=None), "non_valutabile_dato", None),  # without evidence it is not reached
        (traguardo("attivato", evidenza="  "), "non_valutabile_dato", None),
        (traguardo(None), "non_valutabile_dato", None),
        (traguardo(None, APERTO), "in_corso", None),
        (base(5), "anno_base", None),
        (base(0), "anno_base", None),
        (base(None), "anno_base_mancante", None),
        (base(None, serve=False), "non_applicabile", None),
        (base(None, **HIDDEN), "soppresso", None),
        (base(None, **SPOILED), "non_valutabile_dato", None),
    ],
    ids=lambda value: f"{value.regola}-{value.numeratore}" if isinstance(value, Caso) else None,
)
def test_every_rule_gives_its_state_and_what_is_missing(functions, caso, expected, missing):
    ((found, lacking, _),) = judged(functions, caso)
    assert (found, lacking) == (expected, missing)
    assert (stato(caso), mancano(caso)) == (expected, missing)


cases = st.builds(
    Caso,
    regola=st.sampled_from(["soglia", "aumento", "diminuzione", "minimo_poi_aumento", "traguardo", "nessun_obiettivo"]),
    anno=st.integers(2025, 2027),
    giorno=st.dates(date(2024, 12, 30), date(2028, 1, 2)),
    unita=st.sampled_from(["numero", "percentuale", "giorni"]),
    soglia_pct=st.integers(1, 120),
    minimo=st.one_of(st.none(), st.integers(0, 5)),
    stato_richiesto=st.sampled_from(TRAGUARDI),
    puo_superare_100=st.booleans(),
    numeratore=st.one_of(st.none(), st.integers(-1, 150)),
    denominatore=st.one_of(st.none(), st.integers(-1, 120)),
    numeratore_prima=st.one_of(st.none(), st.integers(0, 150)),
    denominatore_prima=st.one_of(st.none(), st.integers(0, 120)),
    stato_traguardo=st.one_of(st.none(), st.sampled_from(TRAGUARDI)),
    evidenza=st.sampled_from([None, "", "verbale"]),
    nota=st.sampled_from([None, " ", "motivo"]),
    soppresso=st.sampled_from([False, False, False, True]),
    difetto=st.sampled_from([None, None, None, "illeggibile"]),
    serve_da_base=st.booleans(),
)


def consistent(caso: Caso) -> Caso:
    """A threshold is of a proportion, a minimum and a count have no denominator, a milestone has no number."""
    changes = asdict(caso)
    if caso.regola == "soglia":
        changes["unita"] = "percentuale"
    elif caso.regola == "minimo_poi_aumento":
        changes["unita"] = "numero"
    elif caso.regola == "traguardo":
        changes["numeratore"] = changes["denominatore"] = None
    if caso.regola != "soglia":
        changes["soglia_pct"] = None
    elif not caso.puo_superare_100:
        changes["soglia_pct"] = min(caso.soglia_pct, 100)
    if caso.regola != "minimo_poi_aumento":
        changes["minimo"] = None
    if changes["unita"] == "numero":
        changes["denominatore"] = changes["denominatore_prima"] = None
    return Caso(**changes)


@settings(max_examples=60, deadline=None)
@given(casi=st.lists(cases.map(consistent), min_size=20, max_size=60))
@example(casi=[diminuzione(7, 3, 7, 3), soglia(29, 50, soglia_pct=58)])
def test_sql_and_plain_python_judge_alike(functions, casi):
    for caso, (found, missing, reason) in zip(casi, judged(functions, *casi), strict=True):
        assert (found, missing) == (stato(caso), mancano(caso)), caso
        assert found in STATI
        assert reason.endswith("."), caso
        assert ".." not in reason and "«»" not in reason, caso


pairs = st.tuples(st.integers(0, 10**7), st.integers(1, 10**7), st.integers(1, 100))


@settings(max_examples=20, deadline=None)
@given(pairs=st.lists(pairs, min_size=50, max_size=200))
def test_a_threshold_is_met_by_whole_numbers_only(functions, pairs):
    casi = [soglia(min(x, n), n, soglia_pct=pct) for x, n, pct in pairs]
    assert [found for found, *_ in judged(functions, *casi)] == [stato(caso) for caso in casi]


@pytest.mark.parametrize(
    ("caso", "sentence"),
    [
        (soglia(91, 122), "91 su 122 (74,6 %), richiesto almeno 75 %; manca 1 valutazione."),
        (soglia(90, 122), "90 su 122 (73,8 %), richiesto almeno 75 %; mancano 2 valutazioni."),
        # Rounded it would look like the threshold that it is not.
        (soglia(7499, 10000), "7.499 su 10.000 (74,9 %), richiesto almeno 75 %; manca 1 valutazione."),
        (soglia(100, 122), "100 su 122 (82,0 %), richiesto almeno 75 %: obiettivo raggiunto."),
        (
            soglia(100, 122, APERTO),
            "100 su 122 (82,0 %), richiesto almeno 75 %; il valore di oggi basta. Il termine è il 31/12/2026.",
        ),
        (soglia(0, 0, **NOTHING), NOTHING_TO_MEASURE),
        (soglia(0, 0), "Il denominatore è zero e manca il motivo, da scrivere nella nota."),
        (soglia(130, 122), "Il numeratore (130) supera il denominatore (122)."),
        (soglia(None, None, **SPOILED), "Il dato ricevuto non si può usare: in «numeratore» trovato «tanti»."),
        (aumento(5, 5), "Valore 5, invariato rispetto al 2025; manca 1 valutazione."),
        (aumento(3, 5), "Valore 3, meno che nel 2025 (5); mancano 3 valutazioni."),
        (aumento(6, 5), "Valore 6, più che nel 2025 (5): obiettivo raggiunto."),
        (aumento(5, None), "Manca il valore del 2025, al quale l'obiettivo si riferisce."),
        (diminuzione(20, 6, 10, 3), "Valore 3,33, invariato rispetto al 2025; serve 1 valutazione in meno."),
        (traguardo("definito"), "Stato «definito», richiesto «condiviso»."),
        (traguardo("in_definizione", evidenza=None), "Lo stato «in definizione» è senza il documento che lo prova."),
        (base(None), "Il valore di base del 2025 non è stato rilevato: senza, il 2026 non potrà essere giudicato."),
        (base(None, **HIDDEN), "Valore non pubblicabile: meno di cinque casi."),
        (base(None, serve=False), "Per quest'anno il piano non fissa un obiettivo."),
        (minimo(0), "Valore 0, richiesto almeno 1; manca 1 valutazione."),
    ],
)  # fmt: skip
def test_the_reason_is_one_sentence_that_an_office_can_read(functions, caso, sentence):
    assert judged(functions, caso)[0][2] == sentence


def test_the_states_of_a_milestone_are_in_order(functions):
    assert functions.execute("select main.stati_traguardo()").fetchone()[0] == TRAGUARDI


def test_analysts_find_the_same_judgement_in_the_published_file(con):
    query = """
        select count(*), count(*) filter (g.stato = e.stato and g.mancano is not distinct from e.mancano)
        from marts.leps_esito as e
        inner join marts.leps_indicatore as i using (indicatore_id)
        cross join lateral (select main.giudizio_leps(e.regola, e.anno, e.riferito_al, soglia_pct := e.soglia_pct,
            minimo := e.minimo, stato_richiesto := e.stato_richiesto, puo_superare_100 := i.puo_superare_100,
            unita := i.unita, numeratore := e.numeratore, denominatore := e.denominatore, valore := e.valore,
            valore_precedente := e.valore_precedente, stato_traguardo := e.stato_traguardo, evidenza := e.evidenza,
            nota := e.nota, soppresso := e.stato = 'soppresso', serve_da_base := e.serve_da_base) as g)
        where e.avvertenza is null and e.motivo not like 'Il dato ricevuto non si può usare%'"""
    rows, alike = con.execute(query).fetchone()
    assert rows == alike >= 60
