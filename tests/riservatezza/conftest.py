"""A warehouse in whose internal tables secrets were planted, published with its public part."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.riservatezza.ricerca import Secrets
from warehouse.connection import open_build
from warehouse.paths import REPO_ROOT, WarehousePaths
from warehouse.pointer import read_current
from warehouse.pubblico import write_public
from warehouse.publish import publish

# Not valid fiscal codes: the last character is wrong on purpose.
TEXTS = [
    "ZZQXWK80A01H501A",
    "NOTA-DI-UN-OPERATORE-INTERNO",
    "PROVA-CHE-RESTA-IN-UFFICIO",
    "RIGA-SCARTATA-PAROLA-PER-PAROLA",
    "RESPONSABILE-DELL-ECCEZIONE",
    "estratto_casi_riservato.csv",
    "FRASE-DI-UN-CONTROLLO-SUI-CASI",
    "VALORE-OSSERVATO-DA-UN-ASPETTATIVA",
]
COUNTS = [48_271_934, 57_390_217, 69_184_523]

# Most comuni go, so that the searches take seconds; their rows stay in the blocks of the internal file.
PLANTED = """
delete from marts.popolazione where not starts_with(territorio_id, 'com:017');
delete from marts.indicatore_valore
    where starts_with(territorio_id, 'com:') and not starts_with(territorio_id, 'com:017');
delete from marts.indicatore_tendenza
    where starts_with(territorio_id, 'com:') and not starts_with(territorio_id, 'com:017');
insert into marts.leps_rilevazione by name select 'amb:sebino' as ambito_id, 'leps_1_1' as indicatore_id, 2025 as anno,
    1 as versione, 48271934 as numeratore, 48271934 as denominatore, 'NOTA-DI-UN-OPERATORE-INTERNO' as nota,
    'PROVA-CHE-RESTA-IN-UFFICIO' as evidenza, 'rilevazione_leps/interna' as fonte_id, true as corrente,
    false as soppresso, date '2026-01-31' as rilevato_il;
update marts.leps_esito set nota = 'NOTA-DI-UN-OPERATORE-INTERNO', numeratore = 48271934;
insert into qualita.scarto_riga by name select 'rilevazione_leps/interna' as fonte_id, 'f.csv' as file, 3 as riga,
    'RIGA-SCARTATA-PAROLA-PER-PAROLA ZZQXWK80A01H501A' as contenuto;
insert into qualita.eccezione by name select 'x' as controllo_id, 'RESPONSABILE-DELL-ECCEZIONE' as responsabile;
insert into marts.dim_fonte by name select * replace ('rilevazione_leps/interna' as fonte_id,
    'rilevazione_leps' as raccolta, 'NOTA-DI-UN-OPERATORE-INTERNO' as nota) from marts.dim_fonte limit 1;
insert into marts.dim_fonte by name select * replace ('casi_prova/casi' as fonte_id, 'casi_prova' as raccolta,
    'estratto_casi_riservato.csv' as file, 'ZZQXWK80A01H501A' as nota, 57390217 as righe_caricate)
    from marts.dim_fonte limit 1;
insert into raw._casi_letture by name select 'casi_prova' as fonte_id, 57390217 as righe_lette;
insert into marts.adi_nuclei by name select * replace ('casi_prova/casi' as fonte_id,
    'soppressa_primaria' as stato_cella, null as nuclei, null as persone, null as importo_medio_eur,
    null as file, null as riga)
    from marts.adi_nuclei limit 1;
insert into qualita.controllo by name select * replace ('casi_prova/casi' as fonte_id,
    'FRASE-DI-UN-CONTROLLO-SUI-CASI 57390217' as messaggio) from qualita.controllo limit 1;
insert into qualita.controllo by name select * replace ('rilevazione_leps/interna' as fonte_id,
    'NOTA-DI-UN-OPERATORE-INTERNO' as messaggio) from qualita.controllo limit 1;
insert into qualita.provenienza by name select * replace ('casi_prova/casi' as fonte_id, '57390217' as valore_stampato)
    from qualita.provenienza where tabella = 'marts.adi_nuclei' limit 1;
update qualita.aspettativa set osservato = 'VALORE-OSSERVATO-DA-UN-ASPETTATIVA';
create table marts.mai_dichiarata as select 69184523 as casi;
create table raw.casi_prova as select 'ZZQXWK80A01H501A' as codice;
update qualita.costruzione set righe_caricate = 57390217;
"""


@dataclass(frozen=True)
class Planted:
    """A published warehouse and what must not be found in its public part."""

    folder: Path
    secrets: Secrets

    @property
    def paths(self) -> WarehousePaths:
        return WarehousePaths(self.folder)


@pytest.fixture(scope="session")
def planted(warehouse: Path, made_once) -> Planted:
    folder = made_once("segreti", lambda folder: _plant(warehouse, folder))
    return Planted(folder, Secrets(TEXTS, COUNTS))


def _plant(warehouse: Path, folder: Path) -> None:
    work = folder / "costruzione"
    work.mkdir(parents=True)
    build, public = work / "leps.duckdb", work / "pubblico.duckdb"
    shutil.copyfile(read_current(WarehousePaths(warehouse)).file(WarehousePaths(warehouse)), build)
    with open_build(build) as con:
        con.execute(PLANTED)
        write_public(con, public, REPO_ROOT / "dbt_project" / "models")
    publish(build, WarehousePaths(folder), "segreti", public_file=public)
