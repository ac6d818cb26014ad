"""State of every cell of the ADI cases: what may be published. Fails where an attacker could recover what is hidden."""

CELLS = ("cella_id", "valore", "soglia", "nota", "ausiliaria", "priorita", "zero_nascosto")


def model(dbt, session):
    dbt.config(materialized="table", database="riservato")
    from suppression import audit, suppress

    cells = dbt.ref("int_adi__celle").pl()
    cells = cells.select(column for column in CELLS if column in cells.columns)
    equations = dbt.ref("int_adi__legami").pl()
    states = suppress(cells, equations)
    recovered = audit(cells, equations, states)
    if not recovered.is_empty():
        # Which cells, never how many units: the message goes to logs and screens.
        some = ", ".join(recovered["cella_id"].head(5))
        raise ValueError(
            f"Soppressione non sicura: {recovered.height} celle nascoste si ricaverebbero, o quasi, da ciò che "
            f"verrebbe pubblicato (per esempio {some}). Non è stato pubblicato nulla. "
            "Rimedio: alzare la soglia della fonte (soglia_soppressione.csv) o togliere una ripartizione."
        )
    return states
