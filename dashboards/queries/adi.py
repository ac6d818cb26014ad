"""Assegno di inclusione."""

from __future__ import annotations

import polars as pl

from dashboards.queries.core import BY_LINE, frame, per_version


@per_version
def adi_cells() -> pl.DataFrame:
    """Published cells, each beside that of a year before, of the same measure or of the one it replaced."""
    return frame(
        """
        select
            a.*, t.nome, coalesce(t.nome_breve, t.nome) as nome_breve, t.livello,
            nuclei - nuclei_precedenti as nuclei_in_piu,
            persone - persone_precedenti as persone_in_piu,
            importo_medio_eur - importo_precedente_eur as importo_in_piu
        from marts.adi_nuclei as a join marts.dim_territorio as t using (territorio_id)
        order by list_position(['provincia', 'regione', 'italia'], t.livello), t.nome, misura, mese
        """
    )


@per_version
def adi_claims() -> pl.DataFrame:
    return frame(f"select * from marts.adi_affermazione order by {BY_LINE}")
