"""Builds the tree of an explanation, level by level: one query for each step of all the rows of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from warehouse.provenienza.chiave import find, key_of
from warehouse.provenienza.nodi import Cella, Gruppo, Nodo, Passo, Voce
from warehouse.provenienza.regole import Regola, Regole, Tabella, read_rules

if TYPE_CHECKING:
    import duckdb

LIMIT = 12  # inputs of one part that are listed
DEPTH = 5
_ROW = re.compile(r"\bf\.(\w+)")
_SUBQUERY = re.compile(r"\(select [^()]*\)")
_ALL = 1_000
# Longer lists of constants are slower than the query that makes them.
_LONGEST_LIST = 2_000


def explain(
    con: duckdb.DuckDBPyConnection,
    tabella: str,
    chiave: str,
    colonna: str | None = None,
    limite: int = LIMIT,
    profondita: int = DEPTH,
) -> Nodo:
    """The tree from a published row down to the received cells.

    Args:
        tabella: with or without its schema.
        chiave: parts with ``|`` between; trailing parts may be left out where one row (or one current row) remains.
        colonna: a column of the row: only the steps that make it.
        limite: inputs of one part that are listed and opened; all are counted and added up.
        profondita: published rows followed one into another.

    Raises:
        TableNotExplained, KeyNotFound: Italian sentences.
        ValueError: the table has no such column; an Italian sentence.
    """
    rules = read_rules(con)
    table = rules.table(tabella)
    if colonna is not None and colonna not in table.tipi:
        raise ValueError(f"Errore: {table.nome} non ha la colonna «{colonna}». Colonne: {', '.join(table.tipi)}.")
    row = find(con, table, chiave)
    node = Nodo(table.nome, key_of(table, row), colonna, row)
    _Builder(con, rules, limite).grow([node], table, profondita)
    return node


class _Builder:
    def __init__(self, con: duckdb.DuckDBPyConnection, rules: Regole, limit: int):
        self.con, self.rules, self.limit = con, rules, limit

    def grow(self, nodes: list[Nodo], table: Tabella, depth: int) -> None:
        """Give each node, a row of ``table``, its steps; then grow the rows that these name."""
        grown: dict[str, list[Nodo]] = {}
        for rule in table.regole:
            for node in nodes:
                node.troncato = depth == 0
            if depth == 0:
                continue
            asking = [n for n in nodes if not rule.colonne or n.colonna in rule.colonne]
            for batch in _batches(asking, rule):
                for child in self._step(batch, table, rule):
                    child.troncato = rule.chiusa
                    if not rule.chiusa:
                        grown.setdefault(rule.origine, []).append(child)
        for name, children in grown.items():
            self.grow(children, self.rules.table(name), depth - 1)

    def _step(self, nodes: list[Nodo], table: Tabella, rule: Regola) -> Iterator[Nodo]:
        """Run one rule for all ``nodes``; yields the published rows among the inputs."""
        question = _Question(self.con, nodes, table, rule)
        if question.nodes_where_it_applies():
            origin = self.rules.table(rule.origine) if rule.origine in self.rules else None
            steps: dict[int, Passo] = {}
            # What is not opened here costs nothing: all of it is named, or some could not be asked for.
            for found in question.inputs(origin, _ALL if rule.chiusa else self.limit):
                node = nodes[found["_n"]]
                step = steps.get(found["_n"])
                if step is None:
                    step = steps[found["_n"]] = Passo(rule.come, rule.origine)
                    node.passi.append(step)
                if not step.gruppi or step.gruppi[-1].nome != found["_gruppo"]:
                    step.gruppi.append(Gruppo(found["_gruppo"], numero=found["_numero"], totale=found["_totale"]))
                item = Voce(found["_etichetta"] or "", found["_valore"])
                if origin is None:
                    item.cella = _cell(found)
                else:
                    row = {c: found[c] for c in origin.tipi}
                    item.figlio = Nodo(origin.nome, key_of(origin, row), None, row)
                    yield item.figlio
                step.gruppi[-1].voci.append(item)


class _Question:
    """The SQL of one rule for some rows.

    What is the same in all of them is written as a constant, so that the scan of a large table is cut short; the rest
    comes from a list of rows.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection, nodes: list[Nodo], table: Tabella, rule: Regola):
        self.con, self.nodes, self.rule = con, nodes, rule
        self.types = {**table.tipi, "chiave": "VARCHAR"}
        texts = [t for t in (rule.legame, rule.quando, rule.gruppo, rule.etichetta, rule.valore) if t]
        self.needed = sorted({column for text in texts for column in _ROW.findall(text)})
        self.rows = [{c: n.chiave if c == "chiave" else n.valori[c] for c in self.needed} for n in nodes]
        first = self.rows[0]
        self.constants = {c: first[c] for c in self.needed if all(r[c] == first[c] for r in self.rows)}
        self.numbers = list(range(len(nodes)))

    def nodes_where_it_applies(self) -> bool:
        if self.rule.quando:
            kept = self._run(f"select f._n from {self._source()} where {self._sql(self.rule.quando)}", self.rule.quando)
            self.numbers = [row["_n"] for row in kept]
        return bool(self.numbers)

    def inputs(self, origin: Tabella | None, limit: int) -> list[dict[str, Any]]:
        rule = self.rule
        group, label = self._sql(rule.gruppo or "null::text"), self._sql(rule.etichetta or "null::text")
        value = self._sql(rule.valore or "null::double")
        where = self._sql(self._with_lists(rule.legame))
        told = f"f._n, ({group})::text as _gruppo, ({label})::text as _etichetta"
        if origin is None:
            asked = _asked_column(rule, self.nodes)
            # Added up by column first: to tell columns apart among all the cells takes three times as long.
            inner = f"""
                select _n, _gruppo, _etichetta, sum(_valore) as _valore, fonte_id, file, sum(celle)::bigint as celle,
                    min(riga) as riga, max(riga_a) as riga_a,
                    list_sort(list_distinct(list(colonna_file) filter (colonna_file is not null))) as colonne,
                    string_agg(distinct riga_documento, ', ') as riga_documento,
                    any_value(valore_stampato) as valore_stampato
                from (
                    select {told}, sum({value}) as _valore, o.fonte_id, o.file, o.colonna_file, o.riga_documento,
                        count(*) as celle, min(o.riga) as riga, max(o.riga) as riga_a,
                        any_value(o.valore_stampato) as valore_stampato
                    from {rule.origine} as o, {self._source()}
                    where {where}{asked}
                    group by all
                )
                group by _n, _gruppo, _etichetta, fonte_id, file"""
            order, more = "file, riga, _etichetta", ", d.sha256, d.documento"
            joined = "left join marts.dim_fonte as d on i.fonte_id = d.fonte_id"
        else:
            inner = f"""
                select {told}, ({value}) as _valore, o.*
                from {rule.origine} as o, {self._source()}
                where {where}"""
            order, more, joined = "_etichetta", "", ""
        return self._run(
            f"""with ingressi as ({inner})
            select i.*{more} from (
                select *, count(*) over parte as _numero, sum(_valore) over parte as _totale,
                    row_number() over (parte order by {order}) as _posto
                from ingressi window parte as (partition by _n, _gruppo)
            ) as i {joined}
            where i._posto <= {int(limit)} order by i._n, i._gruppo, i._posto""",
            inner,
        )

    def _source(self) -> str:
        """The rows as a relation f, with the columns that differ."""
        varying = [c for c in self.needed if c not in self.constants]
        columns = "".join(f", unnest($v_{c}::{self.types[c]}[]) as {c}" for c in varying)
        return f"(select unnest($numeri::integer[]) as _n{columns}) as f"

    def _sql(self, text: str) -> str:
        def put(match: re.Match[str]) -> str:
            column = match.group(1)
            return f"($c_{column}::{self.types[column]})" if column in self.constants else match.group(0)

        return _ROW.sub(put, text)

    def _with_lists(self, text: str) -> str:
        """Subqueries over the row alone become lists of constants: the scan then looks for them, not for a join."""

        def put(match: re.Match[str]) -> str:
            query = match.group(0)
            if re.search(r"\bo\.", query) or not all(c in self.constants for c in _ROW.findall(query)):
                return query
            found = [row[0] for row in self._run_raw(self._sql(query[1:-1]), query).fetchmany(_LONGEST_LIST + 1)]
            if len(found) > _LONGEST_LIST:
                return query
            return (
                "(" + (", ".join("'" + str(v).replace("'", "''") + "'" for v in found if v is not None) or "null") + ")"
            )

        return _SUBQUERY.sub(put, text)

    def _run(self, sql: str, used: str) -> list[dict[str, Any]]:
        cursor = self._run_raw(sql, used)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def _run_raw(self, sql: str, _used: str) -> duckdb.DuckDBPyConnection:
        values = {f"c_{c}": v for c, v in self.constants.items()}
        values |= {f"v_{c}": [self.rows[n][c] for n in self.numbers] for c in self.needed if c not in self.constants}
        values["numeri"] = self.numbers
        return self.con.execute(sql, {name: v for name, v in values.items() if re.search(rf"\${name}\b", sql)})


def _batches(nodes: list[Nodo], rule: Regola) -> Iterator[list[Nodo]]:
    """Nodes that agree in the columns that the rule's subqueries ask for: one list of constants does for all."""
    columns = sorted({c for query in _SUBQUERY.findall(rule.legame) for c in _ROW.findall(query)})
    batches: dict[tuple, list[Nodo]] = {}
    for node in nodes:
        batches.setdefault(tuple(node.valori.get(c) for c in columns), []).append(node)
    yield from batches.values()


def _asked_column(rule: Regola, nodes: list[Nodo]) -> str:
    """Cells of one published column only, where the cells say which; a value is made of all of its components."""
    asked = nodes[0].colonna
    if rule.origine != "qualita.provenienza" or asked in (None, "valore"):
        return ""
    return " and (o.colonna is null or o.colonna = '" + asked.replace("'", "''") + "')"


def _cell(found: dict[str, Any]) -> Cella:
    alone = found["celle"] == 1
    return Cella(
        fonte_id=found["fonte_id"],
        file=found["file"],
        sha256=found["sha256"],
        documento=found["documento"],
        riga=found["riga"],
        riga_a=found["riga_a"],
        celle=found["celle"],
        colonne=found["colonne"] or [],
        riga_documento=found["riga_documento"] or None,
        valore_stampato=found["valore_stampato"] if alone else None,
    )
