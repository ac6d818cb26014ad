"""The process of dbt: reads the project while the received files are being loaded, then builds when it may.

Reading the project takes dbt as long as building half of it, and needs no database.
Arguments: the file whose appearance says that the database is free, then the options of both commands.
Ends with 0; 1 where a model or a check failed; 2 where dbt could not do its work.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from dbt.cli.main import dbtRunner

_SECONDS_BETWEEN_LOOKS = 0.05


def main(go: Path, options: list[str]) -> int:
    parsed = dbtRunner().invoke(["parse", "--no-write-json", *options])  # the build writes it
    if not parsed.success:
        return 2
    while not go.exists():
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    # Unit tests judge the code, not the data: they run with the tests of the project.
    built = dbtRunner(manifest=parsed.result).invoke(["build", "--exclude-resource-type", "unit_test", *options])
    if built.exception:
        return 2
    return 0 if built.success else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
