"""Assegno di inclusione."""

from __future__ import annotations

import polars as pl

from dashboards.queries.core import BY_LINE, frame, per_version

_PLACES = "list_position(['comune', 'ambito', 'provincia', 'regione', 'italia'], t.livello), t.nome"


@per_version
def adi_cells() -> pl.DataFrame:
    """Figures to show (of several releases or sources one), each beside that of a year before."""
    return frame(
        f"""
        select
            a.*, t.nome, coalesce(t.nome_breve, t.nome) as nome_breve, t.livello,
            nuclei - nuclei_precedenti as nuclei_in_piu,
            persone - persone_precedenti as persone_in_piu,
            importo_medio_eur - importo_precedente_eur as importo_in_piu
        from marts.adi_nuclei as a join marts.dim_territorio as t using (territorio_id)
        where a.corrente
        order by {_PLACES}, misura, mese, periodo_dal, dimensione, modalita
        """
    )


@per_version
def adi_rates() -> pl.DataFrame:
    """Households and persons per 1,000 residents, of the figures to show."""
    return frame(
        f"""
        select r.*, t.nome, coalesce(t.nome_breve, t.nome) as nome_breve, t.livello
        from marts.adi_tasso as r join marts.dim_territorio as t using (territorio_id)
        where r.corrente
        order by {_PLACES}, misura, mese, quantita
        """
    )


@per_version
def adi_annotations() -> pl.DataFrame:
    """What the series show that is no change of need."""
    return frame("select * from marts.adi_annotazione order by dal, annotazione_id")


@per_version
def adi_revisions() -> pl.DataFrame:
    """How the last release of each month changed the one before, the largest change first."""
    return frame(
        """
        select r.*, t.nome from marts.adi_revisione as r join marts.dim_territorio as t using (territorio_id)
        order by esito = 'entro', abs(scarto_pct) desc nulls last, t.nome, mese, quantita
        """
    )


@per_version
def adi_claims() -> pl.DataFrame:
    return frame(f"select * from marts.adi_affermazione order by {BY_LINE}")


@per_version
def adi_clock() -> pl.DataFrame:
    """How late the meetings of the cases are, of the last extraction of each ambito; internal pages only."""
    return frame(
        """
        select o.*, t.nome, t.livello
        from marts.adi_orologio as o join marts.dim_territorio as t using (territorio_id)
        order by t.livello <> 'ambito', t.nome, fase, classe_ordine
        """
    )


@per_version
def adi_readings() -> pl.DataFrame:
    """What became of the rows of the case files, as many as were read first."""
    return frame(
        """
        select * from marts.adi_lettura
        order by list_position(['totale', 'righe', 'domande_contate'], gruppo), ordine, esito
        """
    )


@per_version
def adi_rules() -> pl.DataFrame:
    """Rules by which cases are counted, with reason and norm."""
    return frame("select * from marts.adi_regola order by regola, parametro, valore")
