"""LEPS: targets, states, recordings, deliveries, register."""

from __future__ import annotations

import datetime as dt

import polars as pl

from dashboards.queries.core import BY_LINE, first, frame, has, per_version, rows


@per_version
def leps_ambiti() -> list[str]:
    """Ambiti whose targets are judged: none in the public file, which has no recordings."""
    if not has("marts.leps_esito"):
        return []
    return [r["ambito_id"] for r in rows("select distinct ambito_id from marts.leps_esito order by ambito_id")]


@per_version
def is_demonstrative() -> bool:
    """Are there made-up recordings? The public part has none of their tables, and says it of the build."""
    if not has("marts.leps_esito"):
        return bool(rows("select 1 as c from qualita.costruzione where dimostrativa"))
    return leps_demonstration() is not None


@per_version
def leps_demonstration() -> dt.date | None:
    """The day that made-up recordings are judged on; None where there are none, or none of their tables."""
    if not has("marts.leps_esito"):
        return None
    found = first("select max(riferito_al) as giorno from marts.leps_esito where dimostrativo")
    return found["giorno"] if found else None


@per_version
def leps_matrix(ambito_id: str | None) -> pl.DataFrame:
    """One row for each indicator and year: target, current recording, outcome."""
    return frame(
        """
        select
            e.ambito_id, e.piano, e.indicatore_id, i.leps_numero, i.leps_nome, i.nome, i.definizione,
            i.numeratore as nome_numeratore, i.denominatore as nome_denominatore, i.unita, i.polarita, i.regola,
            e.anno, e.regola as regola_anno, e.soglia_pct, e.minimo, e.stato_richiesto, o.testo, o.fonte_id,
            o.riga_documento, e.stato, e.valore, e.motivo, e.mancano, e.riferito_al, e.dimostrativo,
            e.serve_da_base, e.numeratore, e.denominatore, e.stato_traguardo, e.rilevato_il, e.evidenza, e.nota,
            e.versione, e.rilevazione_fonte_id, e.valore_precedente, e.variazione, e.ic95_inf, e.ic95_sup, e.e_aperto,
            e.termine, e.giorni_al_termine, e.esito_precedente, e.revisione_di, e.valore_prima, e.valore_dopo,
            e.traguardo_prima, e.traguardo_dopo, e.rilevato_il_prima, e.revisionato_il, e.revisione, e.avvertenza,
            e.inutilizzabile, e.piano_proprio
        from marts.leps_esito as e
        join marts.leps_obiettivo as o using (piano, indicatore_id, anno)
        join marts.leps_indicatore as i using (indicatore_id)
        where e.ambito_id = ?
        order by i.leps_numero, e.indicatore_id, e.anno
        """,
        [ambito_id],
    )


# What became of a value that the year after is judged against; the same wherever such values are counted.
_BASE = """case when {e}.valore is not null then 'presente'
    when {e}.stato in ('soppresso', 'non_applicabile') then 'senza_valore'
    when {e}.e_aperto then 'attesa' else 'mancante' end"""


@per_version
def leps_counts() -> list[dict]:
    """How many targets are in each state, for each ambito and year: the parts add up to `indicatori`.

    The values that the year after is judged against (`basi…`) are counted beside, whatever their own state.
    """
    return rows(
        f"""
        select
            ambito_id, anno, count(*) as indicatori,
            count(*) filter (stato = 'raggiunto') as raggiunti,
            count(*) filter (stato in ('raggiunto', 'non_raggiunto')) as giudicati,
            count(*) filter (stato = 'in_corso') as in_corso,
            count(*) filter (stato = 'non_valutabile_dato' and not inutilizzabile) as mai_mandati,
            count(*) filter (stato = 'non_valutabile_dato' and inutilizzabile) as rifiutati,
            count(*) filter (stato = 'non_valutabile_baseline') as senza_base,
            count(*) filter (stato = 'soppresso') as soppressi,
            count(*) filter (stato = 'non_applicabile' and regola <> 'nessun_obiettivo') as zero_su_zero,
            count(*) filter (stato in ('anno_base', 'anno_base_mancante')
                or (stato = 'non_applicabile' and regola = 'nessun_obiettivo')) as senza_obiettivo,
            count(*) filter (serve_da_base) as basi,
            count(*) filter (serve_da_base and {_BASE.format(e="leps_esito")} = 'mancante') as basi_mancanti,
            count(*) filter (revisione is not null) as rivisti,
            any_value(e_aperto) as e_aperto, any_value(giorni_al_termine) as giorni_al_termine,
            any_value(termine) as termine,
            anno > year(any_value(riferito_al)) as non_cominciato, bool_and(piano_proprio) as piano_proprio
        from marts.leps_esito group by ambito_id, anno order by ambito_id, anno
        """
    )


@per_version
def leps_bases(ambito_id: str) -> list[dict]:
    """Values that the year after is judged against: recorded or not, and what happens without them."""
    return rows(
        f"""
        select
            b.indicatore_id, i.nome, i.unita, i.leps_numero, i.leps_nome, b.anno, b.stato, b.valore, b.numeratore,
            b.denominatore, b.rilevato_il, b.termine, b.giorni_al_termine, b.e_aperto, b.motivo,
            i.numeratore as nome_numeratore,
            i.denominatore as nome_denominatore, d.anno as anno_giudicato, d.stato as stato_giudicato, d.obiettivo,
            d.termine as termine_giudicato, d.giorni_al_termine as giorni_al_giudizio, d.e_aperto as giudizio_aperto,
            b.inutilizzabile, {_BASE.format(e="b")} as base
        from marts.leps_esito as b
        join marts.leps_esito as d
            on d.ambito_id = b.ambito_id and d.indicatore_id = b.indicatore_id and d.anno = b.anno + 1
        join marts.leps_indicatore as i on i.indicatore_id = b.indicatore_id
        where b.ambito_id = ? and b.serve_da_base
        order by b.anno, base <> 'mancante', base <> 'attesa', i.leps_numero, b.indicatore_id
        """,
        [ambito_id],
    )


@per_version
def leps_versions(ambito_id: str, indicatore_id: str) -> list[dict]:
    """Everything recorded of one indicator, revisions included."""
    return rows(
        "select anno, versione, corrente, unita, r.numeratore, r.denominatore, valore, stato_traguardo, rilevato_il, "
        "evidenza, nota, rilasciato_il, fonte_id, file, riga "
        "from marts.leps_rilevazione as r join marts.leps_indicatore as i using (indicatore_id) "
        "where ambito_id = ? and indicatore_id = ? order by anno, versione",
        [ambito_id, indicatore_id],
    )


@per_version
def leps_deliveries(ambito_id: str) -> list[dict]:
    """What came from an ambito, the newest first, with what named no known ambito."""
    return rows(
        "select * from marts.leps_consegna where ambito_id = ? or ambito_id is null "
        "order by rilasciato_il desc, ultima_rilevazione desc, file",
        [ambito_id],
    )


@per_version
def leps_due(ambito_id: str) -> list[dict]:
    """The yearly recordings of the targets: how many are in, how many are not, by when."""
    return rows(
        """
        select
            anno, any_value(termine) as termine, any_value(giorni_al_termine) as giorni_al_termine,
            any_value(e_aperto) as e_aperto, anno > year(any_value(riferito_al)) as non_cominciato,
            count(*)::integer as attesi, count(rilevato_il)::integer as rilevati
        from marts.leps_esito
        where ambito_id = ? and (regola <> 'nessun_obiettivo' or serve_da_base)
        group by anno order by anno
        """,
        [ambito_id],
    )


@per_version
def leps_unusable(ambito_id: str) -> list[dict]:
    """Delivered cells that could not be used or are to be read again, those that could not be used first."""
    return rows(
        """
        select q.file, q.posto, q.riga, q.colonna, q.indicatore_id, i.nome, q.anno, q.valore_stampato, q.valore_atteso,
            q.gravita, q.motivo, q.messaggio
        from qualita.controllo as q
        left join marts.leps_indicatore as i using (indicatore_id)
        where regexp_matches(q.controllo_id, '^(rilevazione|personale|debito)_') and q.esito = 'fallito'
            and (q.territorio_id = ? or q.territorio_id is null)
        order by q.gravita <> 'errore', q.file, q.riga, q.posto
        """,
        [ambito_id],
    )


@per_version
def reporting_duties(ambito_id: str | None) -> list[dict]:
    """Each duty of the documents, with each period that the ambito recorded of it (one row without any)."""
    return rows(
        f"""
        select
            d.* exclude (fonte_id, stato), d.fonte_id, i.periodo as periodo_inviato, i.scade_il, i.trasmesso_il,
            coalesce(i.stato, 'non_registrato') as stato, i.giorni, i.evidenza, i.nota, i.riferito_al,
            i.fonte_id as invio_fonte_id
        from marts.debito_informativo as d
        left join marts.debito_invio as i on i.debito = d.debito and i.ambito_id = ?
        order by {BY_LINE}, d.progressivo, i.periodo
        """,
        [ambito_id],
    )


@per_version
def leps_side_by_side(anno: int) -> list[dict]:
    """Every ambito's outcome of one year."""
    return rows(
        """
        select
            e.ambito_id, e.indicatore_id, i.leps_numero, i.leps_nome, i.nome, i.unita, e.anno,
            e.obiettivo as testo, e.stato,
            e.numeratore, e.denominatore, e.valore, e.stato_traguardo, e.rilevato_il, e.evidenza, e.mancano, e.regola,
            e.regola as regola_anno, e.motivo, e.riferito_al, e.piano, e.piano_proprio, e.revisione, e.inutilizzabile
        from marts.leps_esito as e
        join marts.leps_indicatore as i using (indicatore_id)
        where e.anno = ?
        order by i.leps_numero, e.indicatore_id, e.ambito_id
        """,
        [anno],
    )


@per_version
def leps_targets() -> list[dict]:
    """What each plan asks for, in order of indicator and year; judges nothing."""
    return rows(
        """
        select o.*, i.nome, i.definizione, i.unita
        from marts.leps_obiettivo as o
        join marts.leps_indicatore as i using (indicatore_id)
        order by o.piano, o.leps_numero, o.indicatore_id, o.anno
        """
    )


@per_version
def leps_register() -> pl.DataFrame:
    """Every statement about a LEPS; those of one LEPS together, in order of the document."""
    return frame(
        f"""
        select * from marts.leps_registro
        order by leps_numero nulls last,
            min({BY_LINE.removesuffix(" nulls last")}) over (partition by leps_nome), {BY_LINE}
        """
    )


@per_version
def leps_funds() -> list[dict]:
    """Each LEPS and fund: how many of the statements about the LEPS name the fund, and on which lines."""
    return rows(
        """
        select
            leps_nome, fondo, any_value(affermazioni) as affermazioni,
            any_value(affermazioni_leps) as affermazioni_leps, bool_or(e_discorde) as e_discorde,
            string_agg(riga_fondi, ', ' order by try_cast(regexp_extract(riga_fondi, '[0-9]+') as integer)) as righe
        from marts.leps_fondo group by leps_nome, fondo order by leps_nome, affermazioni desc, fondo
        """
    )
