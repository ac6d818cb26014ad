"""Where a warehouse keeps its files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

REPO_ROOT = Path(__file__).resolve().parents[1]

# The folder of the warehouse in use; the CLI sets it for the pages.
ENV_WAREHOUSE = "LEPS_WAREHOUSE"

# Who the pages are for: the office, or anybody. Anything but INTERNO is served from the public file.
ENV_PROFILE = "LEPS_PROFILO"
# Set where every internal page asks who is there first.
ENV_SIGN_IN = "LEPS_ACCESSO"
INTERNO, PUBBLICO = "interno", "pubblico"


def current_profile() -> str:
    """The profile named by ``LEPS_PROFILO``; unset is internal, and a word that is neither is public."""
    return INTERNO if os.environ.get(ENV_PROFILE, INTERNO) == INTERNO else PUBBLICO


@dataclass(frozen=True)
class WarehousePaths:
    """Files and folders under the root of one warehouse. Nothing is created by asking for a path."""

    root: Path

    @classmethod
    def default(cls) -> WarehousePaths:
        """The warehouse named by ``LEPS_WAREHOUSE``, else ``data/warehouse`` of this checkout."""
        return cls(Path(os.environ.get(ENV_WAREHOUSE) or REPO_ROOT / "data" / "warehouse").absolute())

    @property
    def versioni(self) -> Path:
        """Published versions, ``<timestamp>-<hash>.duckdb``; never written to after publication."""
        return self.root / "versioni"

    @property
    def puntatore(self) -> Path:
        """Small file that names the current version and the ones kept; replaced atomically."""
        return self.root / "corrente.json"

    @property
    def stabile(self) -> Path:
        """The current version under a name that never changes, for outside tools."""
        return self.root / "warehouse.duckdb"

    @property
    def pubblico(self) -> Path:
        """The public part of the current version, under a name that never changes."""
        return self.root / "pubblico.duckdb"

    @property
    def lock(self) -> Path:
        return self.root / ".costruzione.lock"

    @property
    def costruzione(self) -> Path:
        """What is being built, one folder per build, and the last build that failed its checks."""
        return self.root / "costruzione"

    @property
    def ultimo_fallito(self) -> Path:
        return self.costruzione / "ultimo_fallito.duckdb"

    @property
    def cache(self) -> Path:
        return self.root / "cache"

    @property
    def rapporti(self) -> Path:
        """Reports of the expectations and logs of unexpected errors."""
        return self.root / "rapporti"

    @property
    def dbt(self) -> Path:
        """Logs of dbt, and the artifacts (``target/``) of the last run that ended."""
        return self.root / "dbt"
