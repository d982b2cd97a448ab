"""The declared tables, and the rows that the records of a report make in them.

What tables and columns there are stands in ``tables.toml`` (of ``kict extract``), ``classify.toml``
(of ``kict classify``) and ``link.toml`` (of ``kict link``) beside this file, and nowhere else.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from kict_nlp.schema import Finding, Report
from kict_nlp.years.panel.records import Panel

if TYPE_CHECKING:
    from kict_nlp.causes.codebook import Codebook
    from kict_nlp.causes.shares import Share
    from kict_nlp.output.coded_texts import CodedTexts

Type = Literal["string", "integer", "number", "boolean"]
Format = Literal["csv", "xlsx", "parquet", "duckdb"]
# classify names texts by their measure, classify_file by the id that a file gives them.
Step = Literal["extract", "classify", "classify_file", "link"]
Value = str | int | float | bool | None
Row = dict[str, Value]

FORMATS: tuple[Format, ...] = get_args(Format)
FINDINGS, FAILURES = "findings", "failures"

_PROBABILITY_DIGITS = 4  # of probabilities and shares, whose errors begin at the second
_PLACE_DIGITS = 2  # hundredths of a point: far finer than print, and the same on every machine
# What no format can carry whole: control characters, lone surrogates, and what XML forbids.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: title and description in Japanese, and in English with ``_en``.

    ``values`` are the only ones there are (empty: any). ``wide``: its texts are long.
    """

    name: str
    type: Type
    title: str
    title_en: str
    description: str
    description_en: str
    required: bool = False
    values: tuple[str, ...] = ()
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table; ``key`` names a row, ``refers`` maps a column to ``table.column``."""

    name: str
    title: str
    title_en: str
    description: str
    description_en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    refers: tuple[tuple[str, str], ...] = ()

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the columns in their order."""
        return tuple(column.name for column in self.columns)


_DECLARATIONS: dict[Step, str] = {
    "extract": "tables.toml",
    "classify": "classify.toml",
    "classify_file": "classify.toml",
    "link": "link.toml",
}


@cache
def declared_tables(step: Step = "extract") -> Mapping[str, Table]:
    """Return every table that a step writes, by name, in the order of the declaration.

    Examples
    --------
    >>> declared_tables()["joins"].column_names
    ('report_id', 'page_before', 'page_after', 'what', 'reason')
    """
    path = Path(__file__).with_name(_DECLARATIONS[step])
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: _table(name, entry, step) for name, entry in content.items()}


def _table(name: str, entry: dict[str, Any], step: Step) -> Table:
    """A column with ``only_in`` belongs to the table of that step alone."""
    columns = {
        column: parts
        for column, parts in entry.pop("columns").items()
        if parts.pop("only_in", step) == step
    }
    key, refers = entry.pop("key", ()), entry.pop("refers", {})
    return Table(
        name=name,
        columns=tuple(_column(column, parts) for column, parts in columns.items()),
        key=tuple(key),
        refers=tuple((column, to) for column, to in refers.items() if column in columns),
        **entry,
    )


def _column(name: str, parts: dict[str, Any]) -> Column:
    values = tuple(parts.pop("values", ()))
    return Column(name=name, values=values, **parts)


# ---------------------------------------------------------------- records → rows


def report_rows(report: Report) -> dict[str, list[Row]]:
    """Return the rows of one report, for each table but those of findings and failures.

    Parameters
    ----------
    report : Report
        What was read.

    Returns
    -------
    dict of str to list of dict
        Table name → rows; each row has every column of its table, in order. None = empty.
    """
    own: Row = {"report_id": report.report_id}
    records: dict[str, Iterable[tuple[object, Row]]] = {
        "reports": [(report, {})],
        "measures": _each(report.measures),
        "indicators": _each(report.indicators),
        "actuals": _each(report.actuals),
        "summary": [(row, {"page": row.page_number}) for row in report.summary],
        "sections": [
            (section, {"pages": ";".join(map(str, section.pages))}) for section in report.sections
        ],
        "claims": _each(report.claims),
        "scales": [
            (
                grade,
                {**own, "scale": report.scale.name, "basis": report.scale.basis},
            )
            for grade in report.scale.grades
        ],
        "places": _places(report),
        "issues": _each(report.issues, own),
        "joins": _each(report.joins, own),
    }
    tables = declared_tables()
    return {
        name: [_row(tables[name], record, given) for record, given in records[name]]
        for name in tables
        if name not in (FINDINGS, FAILURES)
    }


def table_rows(
    reports: Iterable[Report], findings: Iterable[Finding] = (), failures: Iterable[object] = ()
) -> dict[str, list[Row]]:
    """Return the rows of all tables, report after report.

    Parameters
    ----------
    reports : iterable of Report
        What was read, in the order that the rows shall have.
    findings : iterable of Finding
        What contradicts itself in them.
    failures : iterable of FailedReport
        What could not be read.

    Returns
    -------
    dict of str to list of dict
        A list for every declared table, be it empty.
    """
    rows: dict[str, list[Row]] = {name: [] for name in declared_tables()}
    for report in reports:
        for name, more in report_rows(report).items():
            rows[name].extend(more)
    for name, records in ((FINDINGS, findings), (FAILURES, failures)):
        rows[name] = [_row(declared_tables()[name], record, {}) for record in records]
    return rows


def link_rows(panel: Panel) -> dict[str, list[Row]]:
    """Return the rows of the tables of ``kict link``, each a list of dict as of reports."""
    from kict_nlp.years.analysis.causes import cause_years
    from kict_nlp.years.analysis.explanations import compare_explanations
    from kict_nlp.years.analysis.outcomes import outcomes
    from kict_nlp.years.analysis.rates import GROUPINGS, rates

    records: dict[str, Sequence[object]] = {
        "tracks": panel.tracks,
        "panel": panel.rows,
        "links": panel.links,
        "events": panel.events,
        "ties": panel.ties,
        "rates": [rate for by in GROUPINGS for rate in rates(panel, by)],
        "outcomes": outcomes(panel),
        "explanations": compare_explanations(panel),
        "cause_years": cause_years(panel),
    }
    tables = declared_tables("link")
    return {name: [_row(tables[name], one, {}) for one in records[name]] for name in tables}


def classify_rows(coded: CodedTexts, codebook: Codebook) -> dict[str, list[Row]]:
    """Return the rows of the tables of ``kict classify``; failures only where there are any.

    Parameters
    ----------
    coded : CodedTexts
    codebook : Codebook
        Has the names of the codes; a code that it lacks stands for its own name.
    """
    step: Step = "classify" if coded.source.key == "measure_id" else "classify_file"
    tables = declared_tables(step)
    pairs = list(zip(coded.source.texts, coded.codings, strict=True))
    rows = {
        "causes": [
            _row(
                tables["causes"],
                label,
                {
                    coded.source.key: text.id,
                    "probability": round(label.probability, _PROBABILITY_DIGITS),
                    "uncertain": coding.uncertain,
                },
            )
            for text, coding in pairs
            for label in coding.labels
        ],
        "texts": [_row(tables["texts"], text, {}) for text, _ in pairs],
        "shares": [
            _row(tables["shares"], share, _share_values(share, codebook)) for share in coded.shares
        ],
    }
    if coded.source.faults:
        table = declared_tables()[FAILURES]
        rows[FAILURES] = [_row(table, fault, {}) for fault in coded.source.faults]
    return rows


def _share_values(share: Share, codebook: Codebook) -> Row:
    rates = {"share": share.share, "low": share.low, "high": share.high}
    cause = codebook.causes.get(share.cause)
    return {
        **{k: None if v is None else round(v, _PROBABILITY_DIGITS) for k, v in rates.items()},
        "name_ja": cause.ja if cause else share.cause,
        "name_en": cause.en if cause else share.cause,
    }


def _each(records: Sequence[object], given: Row | None = None) -> list[tuple[object, Row]]:
    return [(record, given or {}) for record in records]


def _places(report: Report) -> Iterator[tuple[object, Row]]:
    for measure in report.measures:
        for place in measure.places:
            edges = {
                name: round(edge, _PLACE_DIGITS)
                for name, edge in zip(("x0", "top", "x1", "bottom"), place.box, strict=True)
            }
            yield place, {"measure_id": measure.measure_id, "page": place.page_number, **edges}


def _row(table: Table, record: object, given: Row) -> Row:
    """Each column is the record's attribute of that name, unless it is given."""
    return {
        column.name: clean(
            given[column.name] if column.name in given else _attribute(record, column)
        )
        for column in table.columns
    }


def _attribute(record: object, column: Column) -> Value:
    value: Value | tuple[Value, ...] = getattr(record, column.name)
    return ";".join(map(str, value)) if isinstance(value, tuple) else value


def clean(value: Value) -> Value:
    r"""Return a value as every format can carry it.

    Characters that XML and UTF-8 forbid become U+FFFD, line ends become a new line, and an
    empty text is None, as it is once it was written and read again.

    Examples
    --------
    >>> clean("a\x00b\r\n"), clean(""), clean(3)
    ('a\ufffdb\n', None, 3)
    """
    if not isinstance(value, str):
        return value
    text = _UNFIT.sub(_REPLACEMENT, value.replace("\r\n", "\n").replace("\r", "\n"))
    return text or None
