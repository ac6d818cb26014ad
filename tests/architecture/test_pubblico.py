"""Every table says whether anybody may read it; what is not said stays out, but must be said all the same."""

from tests.architecture.sources import ROOT
from tests.architecture.test_dbt_graph import declared, of_layer
from warehouse.pubblico import Declaration, declarations

BY_NAME = {d.nome: d for d in declarations(ROOT / "dbt_project" / "models")}
# What must never be said yes to: recordings, cases, rows as they came.
NEVER = {"adi_lettura", "adi_orologio", "aspettativa", "assistenti_sociali_in_servizio", "debito_invio"}
NEVER |= {"leps_consegna", "leps_esito", "leps_rilevazione", "scarto_riga", "stato_fonte", "controllo_cambiato"}


def test_every_published_model_says_yes_or_no():
    said = {name: BY_NAME.get(name, Declaration("", name)).pubblico for name, _, _ in of_layer("marts", "qualita")}
    assert [name for name, yes in said.items() if not isinstance(yes, bool)] == []


def test_a_no_and_a_yes_with_limits_give_a_reason():
    limited = [d for d in BY_NAME.values() if d.pubblico is False or d.righe or d.colonne or d.e_funzione]
    assert [d.nome for d in limited if not d.motivo] == []


def test_what_is_internal_by_nature_is_never_public():
    assert [name for name in NEVER if name in BY_NAME and BY_NAME[name].pubblico] == []


def test_views_become_tables_or_functions_and_only_views_over_pairs_become_functions():
    functions = {d.nome for d in BY_NAME.values() if d.e_funzione}
    assert functions == {"indicatore_confronto", "territorio_distanza"}
    assert functions <= set(declared())
