"""Likely causes of the failed checks on the cells of the documents, looked for by the room `spiegazioni`."""

import sys
from pathlib import Path


def model(dbt, session):
    # dbt runs the file from a folder of its own; it is started in the root of the project.
    root = str(Path.cwd())
    if root not in sys.path:
        sys.path.insert(0, root)
    from spiegazioni.righe import explained

    return explained(
        dbt.ref("int_controlli__celle").pl(),
        dbt.ref("int_controlli__etichette").pl(),
        dbt.ref("stg_raw__celle_non_conformi").pl(),
        dbt.ref("int_controlli__membri").pl(),
    ).to_arrow()
