"""Tries to recover the hidden counts of the ADI cases from all that the marts print. Fails the build where it can."""


def model(dbt, session):
    dbt.config(materialized="table", database="riservato")
    from suppression import audit

    recovered = audit(
        dbt.ref("int_adi__celle").pl(),
        dbt.ref("int_adi__legami").pl(),
        dbt.ref("int_adi__protezione").pl(),
        derived=dbt.ref("ver_adi__cifre").pl(),
    )
    if not recovered.is_empty():
        # Which cells, never how many units: the message goes to logs and screens.
        some = ", ".join(recovered["cella_id"].head(5))
        raise ValueError(
            f"Soppressione non sicura: {recovered.height} celle nascoste si ricaverebbero, o quasi, da ciò che "
            f"verrebbe pubblicato (per esempio {some}). Non è stato pubblicato nulla. "
            "Rimedio: alzare la soglia della fonte (soglia_soppressione.csv) o togliere una ripartizione."
        )
    return recovered
