"""Quality: checks, exceptions, rejects, expectations."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from dashboards.queries.core import first, frame, has, per_version
from warehouse.current import current_warehouse


@per_version
def check_counts() -> dict[str, int]:
    return (
        first(
            """
        select
            count(*) as eseguiti,
            count(*) filter (esito = 'fallito' and gravita = 'errore') as errori,
            count(*) filter (esito = 'fallito' and gravita = 'avviso') as avvisi,
            count(*) filter (esito = 'fallito' and gravita = 'avviso' and tipo = 'variazione_annua')
                as variazioni,
            count(*) filter (esito = 'eccezione_nota') as eccezioni,
            count(distinct fonte_id) filter (esito = 'fallito' and gravita = 'errore') as fonti_con_errori
        from qualita.controllo
        """
        )
        or {}
    )


@per_version
def checks_not_passed() -> pl.DataFrame:
    """Every check that did not pass, the gravest first, with the words that a reader needs."""
    return frame(
        """
        select c.*, s.causa, s.frase as spiegazione,
            f.titolo, f.documento, coalesce(t.nome_breve, t.nome) as territorio, i.nome as indicatore
        from qualita.controllo as c
        left join (select fonte_id, any_value(titolo) as titolo, any_value(documento) as documento
            from marts.dim_fonte group by fonte_id) as f using (fonte_id)
        left join qualita.spiegazione as s
            on c.controllo_id = s.controllo_id and c.file = s.file and c.riga = s.riga and c.colonna = s.colonna
        left join marts.dim_territorio as t using (territorio_id)
        left join marts.dim_indicatore as i using (indicatore_id)
        where c.esito <> 'superato'
        order by list_position(['errore', 'avviso', 'informazione'], c.gravita), c.esito <> 'fallito',
            f.titolo nulls last, try_cast(regexp_extract(c.riga_documento::text, '[0-9]+') as integer)
                nulls last,
            c.riga, c.colonna
        """
    )


@per_version
def checks_by_source() -> pl.DataFrame:
    return frame(
        """
        select c.fonte_id, coalesce(any_value(f.titolo), 'Tabelle calcolate') as titolo, c.tipo,
            count(*) as eseguiti, count(*) filter (c.esito = 'fallito') as falliti,
            count(*) filter (c.esito = 'eccezione_nota') as eccezioni
        from qualita.controllo as c
        left join (select fonte_id, any_value(titolo) as titolo from marts.dim_fonte group by fonte_id) as f
            using (fonte_id)
        group by c.fonte_id, c.tipo order by 2, 3
        """
    )


@per_version
def year_changes_out_of_range() -> pl.DataFrame:
    return frame("select * from qualita.controllo where tipo = 'variazione_annua' and esito <> 'superato'")


@per_version
def exceptions() -> pl.DataFrame:
    return frame("select * from qualita.eccezione order by controllo_id, territorio_id, anno")


@per_version
def rejected_rows() -> pl.DataFrame:
    return frame("select * from qualita.scarto_riga order by fonte_id, tabella, riga")


@per_version
def expectations() -> pl.DataFrame:
    return frame("select * from qualita.aspettativa order by esito, gravita, strato, tabella, aspettativa")


@per_version
def source_states() -> pl.DataFrame:
    """Every source: what was received and what is awaited, the oldest first."""
    return frame("select * from qualita.stato_fonte")


@per_version
def changed_checks() -> pl.DataFrame:
    """Checks that fail now and did not in the version before, and the other way round, the gravest first."""
    return frame(
        "select * from qualita.controllo_cambiato order by cambiamento, "
        "list_position(['errore', 'avviso', 'informazione'], gravita), fonte_id nulls last, riga, colonna"
    )


def report_file() -> Path | None:
    """The offline page of the expectations that the last build wrote beside the versions: internal, like them."""
    if not has("qualita.aspettativa"):
        return None
    path = current_warehouse().paths.rapporti / "aspettative.html"
    return path if path.is_file() else None
