"""LEPS: targets, states, register."""

from __future__ import annotations

import polars as pl

from dashboards.queries.core import BY_LINE, frame, per_version, rows


@per_version
def leps_ambiti() -> list[str]:
    return [r["ambito_id"] for r in rows("select distinct ambito_id from marts.leps_esito order by ambito_id")]


@per_version
def leps_is_demonstrative() -> bool:
    return bool(rows("select 1 as c from marts.leps_esito where dimostrativo limit 1"))


@per_version
def leps_matrix(ambito_id: str | None) -> pl.DataFrame:
    """One row for each indicator and year: target, outcome, and the current recording if there is one."""
    return frame(
        """
        select
            o.indicatore_id, i.leps_numero, i.leps_nome, i.nome, i.definizione, i.numeratore
                as nome_numeratore,
            i.denominatore as nome_denominatore, i.unita, i.regola, i.polarita, o.anno, o.regola
                as regola_anno,
            o.soglia_pct, o.minimo, o.stato_richiesto, o.testo, o.fonte_id, o.riga_documento,
            e.stato, e.valore, e.obiettivo, e.motivo, e.mancano, e.riferito_al,
            coalesce(e.dimostrativo, false) as dimostrativo,
            r.numeratore, r.denominatore, r.stato_traguardo, r.rilevato_il, r.evidenza
        from marts.leps_obiettivo as o
        join marts.leps_indicatore as i using (indicatore_id)
        left join marts.leps_esito as e
            on e.indicatore_id = o.indicatore_id and e.anno = o.anno and e.ambito_id = ?
        left join marts.leps_rilevazione as r
            on r.indicatore_id = o.indicatore_id and r.anno = o.anno and r.ambito_id = e.ambito_id
                and r.corrente
        order by i.leps_numero, o.indicatore_id, o.anno
        """,
        [ambito_id],
    )


@per_version
def leps_register() -> pl.DataFrame:
    return frame(f"select * from marts.leps_registro order by {BY_LINE}, leps_nome, area")
