# The state of each cell counted from cases; the build stops if the audit recovers anything from what would be published.


def model(dbt, session):
    dbt.config(materialized="table", database="riservato")
    cells = dbt.ref("int_adi__celle").pl()
    equations = dbt.ref("int_adi__legami").pl()
    if cells.is_empty():
        return cells.select("cella_id", stato_cella="cella_id").to_arrow()
    from suppression import audit, suppress

    states = suppress(cells, equations)
    recovered = audit(cells, equations, states)
    if len(recovered):
        # How many and of which kind: the cells themselves are confidential.
        kinds = ", ".join(f"{n} {kind}" for kind, n in recovered["esito"].value_counts().sort("esito").iter_rows())
        raise RuntimeError(
            f"Soppressione dei piccoli numeri non riuscita: si ricavano {len(recovered)} celle nascoste ({kinds}). "
            "Nulla è stato pubblicato. Rimedio: pubblicare meno suddivisioni, o alzare la soglia."
        )
    return states.to_arrow()
