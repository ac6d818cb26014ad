"""Stands in for the real room: one expectation per layer."""


def validate(con, strato, progress):
    con.execute("create schema if not exists qualita")
    con.execute(
        "create table if not exists qualita.aspettativa (strato text, tabella text, aspettativa text, "
        "colonna text, gravita text, esito text, osservato text, messaggio text)"
    )
    con.execute("delete from qualita.aspettativa where strato = ?", [strato])
    table = "raw.prova__residenti" if strato == "raw" else "marts.residenti"
    rows = con.execute(f"select count(*) from {table}").fetchone()[0]
    outcome = "superato" if rows > 1 else "fallito"
    con.execute(
        "insert into qualita.aspettativa values (?, ?, 'almeno due righe', null, 'errore', ?, ?, ?)",
        [strato, table, outcome, str(rows), f"attese almeno due righe, trovate {rows}"],
    )
