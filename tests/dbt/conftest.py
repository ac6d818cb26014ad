"""A read-only connection to the warehouse of the run."""

import pytest

from warehouse.connection import open_readonly
from warehouse.paths import WarehousePaths
from warehouse.pointer import read_current


@pytest.fixture(scope="session")
def con(warehouse):
    paths = WarehousePaths(warehouse)
    connection = open_readonly(read_current(paths).file(paths))
    yield connection
    connection.close()
