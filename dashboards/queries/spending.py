"""Spending: bodies and their budgets, matrices, flows, series, states, chapters."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboards.queries.core import frame, has, per_version, rows


@per_version
def spending_bodies() -> list[dict[str, Any]]:
    return rows(
        """
        select ente_id, coalesce(any_value(ente_nome), ente_id) as nome, min(anno) as dal, max(anno) as al
        from marts.spesa_matrice where livello = 'totale' group by ente_id order by nome
        """
    )


@per_version
def spending_budgets(ente_id: str) -> list[dict[str, Any]]:
    """Each year, state and direction that a body has amounts of, the latest first; `ha_stampata`: cells were moved."""
    return rows(
        """
        with periodi as (
            select anno, stato_spesa, verso, string_agg(distinct periodo_dichiarato, '; ') as periodo,
                count(distinct servizio) as servizi
            from marts.spesa where ente_id = ? and corrente group by all
        )
        select m.*, p.periodo, p.servizi, exists (
            from marts.spesa_matrice as x where x.ente_id = m.ente_id and x.anno = m.anno
            and x.stato_spesa = m.stato_spesa and x.verso = m.verso and x.versione = 'stampata'
        ) as ha_stampata
        from marts.spesa_matrice as m
        left join periodi as p on m.anno = p.anno and m.stato_spesa = p.stato_spesa and m.verso = p.verso
        where m.ente_id = ? and m.livello = 'totale' and m.versione = 'corretta'
        order by m.anno desc, m.verso desc, list_position(
            ['consuntivo', 'liquidato', 'impegnato', 'stanziato', 'previsione', 'programmato'], m.stato_spesa)
        """,
        [ente_id, ente_id],
    )


@per_version
def spending_rows(ente_id: str, anno: int, stato_spesa: str) -> pl.DataFrame:
    """Spending and income of a year and state, in the order of the documents."""
    return frame(
        "select * from marts.spesa where ente_id = ? and anno = ? and stato_spesa = ? and corrente "
        "order by fonte_id, riga, colonna",
        [ente_id, anno, stato_spesa],
    )


@per_version
def spending_lines(ente_id: str, anno: int, stato_spesa: str, verso: str) -> pl.DataFrame:
    """The rows of one budget."""
    return frame(
        "select * from marts.spesa where ente_id = ? and anno = ? and stato_spesa = ? and verso = ? and corrente "
        "order by area_ordine, fonte_id, riga, colonna",
        [ente_id, anno, stato_spesa, verso],
    )


@per_version
def spending_matrix(ente_id: str, anno: int, stato_spesa: str, verso: str, versione: str) -> list[dict[str, Any]]:
    """Cells, sums of areas and funds, grand total of one budget; `corrette`: how many printed cells were moved here."""
    fund = "fondo" if versione == "corretta" else "coalesce(fondo_intestazione, 'fuori_colonna')"
    return rows(
        f"""
        with mosse as (
            select area, {fund} as fondo,
                count(*) as corrette, string_agg(distinct motivo_correzione, ' ') as motivo
            from marts.spesa where ente_id = ? and anno = ? and stato_spesa = ? and verso = ? and corretta and corrente
            group by all
        )
        select m.*, coalesce(c.corrette, 0) as corrette, c.motivo
        from marts.spesa_matrice as m
        left join mosse as c on m.livello = 'cella' and m.area = c.area and m.fondo = c.fondo
        where m.ente_id = ? and m.anno = ? and m.stato_spesa = ? and m.verso = ? and m.versione = ?
        order by m.area_ordine, m.area, m.fondo_ordine, m.fondo
        """,
        [ente_id, anno, stato_spesa, verso] * 2 + [versione],
    )


@per_version
def spending_flows(ente_id: str, anno: int, stato_spesa: str) -> pl.DataFrame:
    """What each fund pays of each service; without what may not be added."""
    return frame(
        """
        select fondo, any_value(fondo_nome) as fondo_nome, any_value(fondo_ordine) as fondo_ordine, area,
            any_value(area_nome) as area_nome, any_value(area_ordine) as area_ordine, servizio,
            sum(importo_eur) as importo_eur, string_agg(distinct riga_documento, ', ') as riga_documento
        from marts.spesa
        where ente_id = ? and anno = ? and stato_spesa = ? and verso = 'spesa' and sommabile and corrente
        group by fondo, area, servizio having sum(importo_eur) > 0
        order by fondo_ordine, area_ordine, importo_eur desc
        """,
        [ente_id, anno, stato_spesa],
    )


@per_version
def spending_series(ente_id: str, verso: str) -> pl.DataFrame:
    """One value for each year and voice, of the state nearest to the end of the account that the year has."""
    return frame(
        """
        with stati as (
            select anno, max_by(stato_spesa, list_position(['programmato', 'previsione', 'stanziato', 'impegnato',
                'liquidato', 'consuntivo'], stato_spesa)) as stato
            from marts.spesa_serie where ente_id = ? and verso = ? and genere = 'totale' group by anno
        )
        select s.* from marts.spesa_serie as s
        inner join stati as t on s.anno = t.anno and s.stato_spesa = t.stato
        where s.ente_id = ? and s.verso = ? order by s.genere, s.codice, s.anno
        """,
        [ente_id, verso] * 2,
    )


@per_version
def spending_per_resident(ente_id: str, anno: int, stato_spesa: str) -> list[dict[str, Any]]:
    """In all and by area of users, with the residents that they are divided by."""
    return rows(
        """
        select * from marts.spesa_serie
        where ente_id = ? and anno = ? and stato_spesa = ? and verso = 'spesa' and genere in ('totale', 'area')
        order by genere desc, importo_eur desc
        """,
        [ente_id, anno, stato_spesa],
    )


@per_version
def spending_states(ente_id: str) -> list[dict[str, Any]]:
    """Allotted, committed and paid, by year and fund (`fondo` is NULL in all), with the part of what was allotted."""
    return rows(
        "select *, fondo_nome as nome from marts.spesa_stati where ente_id = ? "
        "order by anno desc, fondo_ordine, fondo_nome",
        [ente_id],
    )


@per_version
def spending_accounts(ente_id: str) -> list[dict[str, Any]]:
    """Final accounts of a body in the regional shape, the latest year first: areas, then the totals."""
    if not has("marts.spesa_consuntivo"):
        return []
    return rows(
        "select * from marts.spesa_consuntivo where ente_id = ? and corrente "
        "order by anno desc, gestione, area_ordine, riga",
        [ente_id],
    )


@per_version
def spending_consolidated(ente_id: str) -> list[dict[str, Any]]:
    """Gross, transfers inside the ambito and net, where bodies of the ambito hand money over to one another."""
    if not has("marts.spesa_consolidata"):
        return []
    return rows(
        """
        select anno, stato_spesa, sum(lorda_eur) as lorda_eur, sum(trasferimenti_eur) as trasferimenti_eur,
            sum(consolidata_eur) as consolidata_eur, sum(singola_eur) as singola_eur,
            sum(associata_eur) as associata_eur,
            sum(trasferimenti_esterni_eur) as trasferimenti_esterni_eur, max(enti) as enti
        from marts.spesa_consolidata
        where ambito_id = coalesce((select any_value(ambito_id) from marts.spesa where ente_id = ?), ?)
        group by anno, stato_spesa having sum(trasferimenti_eur) > 0 or sum(trasferimenti_esterni_eur) > 0
        order by anno desc, stato_spesa
        """,
        [ente_id, ente_id],
    )


@per_version
def spending_contradictions(ente_id: str) -> list[dict[str, Any]]:
    """What the checks found wrong in the documents and budgets of a body, in the order of their lines."""
    if not has("qualita.controllo"):
        return []
    return rows(
        """
        select distinct c.controllo_id, c.tipo, c.gravita, c.esito, c.messaggio, c.motivo, c.riga_documento, c.riga,
            c.fonte_id
        from qualita.controllo as c
        where c.esito <> 'superato'
            and c.fonte_id in (select distinct fonte_id from marts.spesa where ente_id = ? and corrente)
        order by c.fonte_id, c.riga, c.controllo_id
        """,
        [ente_id],
    )


@per_version
def social_spending(ambito_id: str | None) -> list[dict[str, Any]]:
    """ISTAT: what the comuni of an ambito spend by area of users, per resident and per user, in the latest year."""
    if ambito_id is None or not has("marts.spesa_sociale_istat"):
        return []
    return rows(
        """
        select * from marts.spesa_sociale_istat
        where territorio_id = ? and corrente and e_totale
        qualify anno = max(anno) over ()
        order by utenza_codice = 'TOT', spesa_eur desc nulls last
        """,
        [ambito_id],
    )
