"""State of every cell of the ADI cases: what may be published. Whether it is safe is seen in ver_adi__audit."""


def model(dbt, session):
    dbt.config(materialized="table", database="riservato")
    from suppression import suppress

    return suppress(dbt.ref("int_adi__celle").pl(), dbt.ref("int_adi__legami").pl())
