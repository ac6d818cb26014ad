"""The current version, for readers that stay up: they notice a new publication and reopen by themselves."""

from __future__ import annotations

import threading
from typing import Any

import duckdb

from warehouse.connection import open_readonly
from warehouse.paths import INTERNO, WarehousePaths, current_profile
from warehouse.pointer import NothingPublic, PointerDamaged, Version, read_current


class CurrentWarehouse:
    """Read-only access to whatever version is current now. Safe to share among threads."""

    def __init__(self, paths: WarehousePaths, profilo: str = INTERNO, **limits: Any):
        """With the profile ``pubblico`` only the public file of a version is ever opened."""
        self.paths = paths
        self.profilo = profilo
        self._limits = limits
        self._guard = threading.Lock()
        self._version: Version | None = None
        self._connection: duckdb.DuckDBPyConnection | None = None

    def connection(self) -> duckdb.DuckDBPyConnection:
        """A cursor of its own on the current version; one taken earlier goes on reading its own version.

        Raises:
            NothingPublished: there is no version yet.
            NothingPublic: the profile is public, and the version has no public part.
            duckdb.IOException: the version's file cannot be opened.
        """
        with self._guard:
            self._follow_pointer()
            assert self._connection is not None
            return self._connection.cursor()

    @property
    def version(self) -> Version:
        """The version that :meth:`connection` reads now (same errors)."""
        with self._guard:
            self._follow_pointer()
            assert self._version is not None
            return self._version

    def close(self) -> None:
        """Close the connection and every cursor taken from it."""
        with self._guard:
            if self._connection is not None:
                self._connection.close()
            self._connection = self._version = None

    def _follow_pointer(self) -> None:
        try:
            version = read_current(self.paths)
        except PointerDamaged:
            if self._version is None:
                raise
            return  # go on serving what is open
        if self._version is not None and version.versione == self._version.versione:
            return
        # The former connection is let go, not closed: that would close the cursors that pages still read.
        file = version.file(self.paths) if self.profilo == INTERNO else version.public_file(self.paths)
        if self.profilo != INTERNO and not file.is_file():
            raise NothingPublic(version)
        self._connection = open_readonly(file, **self._limits)
        self._version = version


_warehouses: dict[tuple[WarehousePaths, str], CurrentWarehouse] = {}
_warehouses_guard = threading.Lock()


def current_warehouse() -> CurrentWarehouse:
    """The one :class:`CurrentWarehouse` of this process for ``LEPS_WAREHOUSE`` (or the default folder) and profile."""
    key = (WarehousePaths.default(), current_profile())
    with _warehouses_guard:
        return _warehouses.setdefault(key, CurrentWarehouse(*key))


def current_connection() -> duckdb.DuckDBPyConnection:
    """A read-only cursor on the current version; see :meth:`CurrentWarehouse.connection`."""
    return current_warehouse().connection()
