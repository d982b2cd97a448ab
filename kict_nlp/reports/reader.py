"""A published PDF → a :class:`~kict_nlp.schema.Report`: the main job, from end to end."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kict_nlp.errors import LayoutError, NoTableError
from kict_nlp.pdf.joins import Table, join_tables
from kict_nlp.pdf.lines import Line, read_lines
from kict_nlp.pdf.page import Page
from kict_nlp.pdf.reading import Backend, ill_pages, read_content, read_pages, scanned_pages
from kict_nlp.pdf.tables import PageContent, read_contents
from kict_nlp.reports.captions import captions_of, recurring
from kict_nlp.reports.claims.reader import find_claims
from kict_nlp.reports.forms import is_form, read_forms
from kict_nlp.reports.heading import Heading, find_heading, layout_score
from kict_nlp.reports.identity import find_identity
from kict_nlp.reports.indicators import type_actuals, type_indicators
from kict_nlp.reports.layout import GENERAL, LEVELS, Layout, Role, find_layout, known_layouts
from kict_nlp.reports.legend import legend_texts
from kict_nlp.reports.measures import Context, Reading, build_measures, printed_ratings
from kict_nlp.reports.prose import read_sections
from kict_nlp.reports.ratings import find_legend, normalize_symbol
from kict_nlp.reports.raw import RawMeasure, promote_levels
from kict_nlp.reports.rows import find_body, read_bodies
from kict_nlp.reports.scales import find_scale, rate
from kict_nlp.reports.summary import find_summary
from kict_nlp.schema import Box, Issue, Join, Measure, Place, Report, Scale

AUTO = "auto"
_FITS = 0.8  # of a layout's columns: from here on a table is taken to be of that layout

_ROLE_NAMES = {"measure": "measures (施策名, 事業名 …)", "rating": "ratings (評価, 達成状況 …)"}


@dataclass(frozen=True, slots=True)
class Content:
    """What stands in a file, before anything is known of what it means."""

    path: Path
    sha256: str
    pages: tuple[PageContent, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class _MeasureTable:
    table: Table
    heading: Heading


def read_report(
    path: str | Path,
    *,
    layout: str = AUTO,
    backend: Backend = "auto",
    password: str | None = None,
    report_id: str | None = None,
) -> Report:
    """Read a report from a PDF.

    Parameters
    ----------
    path : str or Path
        The published PDF.
    layout : str
        ``auto``, the name of a layout that comes with the package, or the path of a TOML file.
    backend : {"auto", "pdfium", "pdfplumber"}
        What reads the glyphs and rules. ``auto`` is PDFium, with pdfplumber for ill pages.
    password : str, optional
        For protected files.
    report_id : str, optional
        What all ids begin with; the file's name without its ending unless given.

    Returns
    -------
    Report
        All measures in printed order, with boxes in points from the top left of the page.

    Raises
    ------
    ReportReadError
        The file cannot be read, has no text, or has no table of measures.
    ArgumentError
        There is no such backend.
    """
    content = read_file(path, backend=backend, password=password)
    return build_report(content, layout=layout, report_id=report_id)


def read_file(path: str | Path, *, backend: Backend, password: str | None) -> Content:
    """Read the pages of a file and their tables."""
    path = Path(path)
    content = read_content(path)
    pages = read_contents(read_pages(content, path.name, backend=backend, password=password))
    return Content(
        path,
        hashlib.sha256(content).hexdigest(),
        tuple(pages),
        tuple(join_tables([page.tables for page in pages])),
    )


def build_report(content: Content, *, layout: str, report_id: str | None = None) -> Report:
    """Find out what the tables and the text of a file mean; as :func:`read_report`."""
    path, contents, tables = content.path, content.pages, content.tables
    pages = [page.page for page in contents]
    chosen, score, found, sheets = _choose_layout(tables, contents, layout, path.name)
    lines = [read_lines(content.free_glyphs) for content in contents]
    headings = [item.heading for item in found] or [sheet.heading for sheet in sheets]
    identity = find_identity(lines, _result_years(headings))
    raws = promote_levels(sheets or _read_rows(found, chosen, lines))
    printed = sorted({symbol for raw in raws for symbol in printed_ratings(raw)})
    scale = _scale(chosen, printed, lines, tables)
    report_id = report_id or path.stem
    reading = build_measures(raws, Context(report_id, identity.fiscal_year, chosen, scale))
    others = [table for table in tables if all(table is not item.table for item in found)]
    summary = find_summary(others, reading.measures, report_id, scale)
    indicators = type_indicators(reading.measures, reading.indicators, scale, identity.fiscal_year)
    annex = _boxes([item.table for item in found] or (tables if sheets else []))
    totals = _boxes(summary.tables if summary else [])
    sections = read_sections(
        contents, lines, annex, totals, reading.measures, report_id, identity.title
    )
    return Report(
        report_id=report_id,
        organization=identity.organization,
        plan=identity.plan,
        title=identity.title,
        fiscal_year=identity.fiscal_year,
        era_year=identity.era_year,
        source_file=path.name,
        sha256=content.sha256,
        pages=len(pages),
        layout=chosen.name,
        layout_score=round(score, 4),
        backend="+".join(dict.fromkeys(page.backend for page in pages)),
        page_backends=tuple(page.backend for page in pages),
        scale=scale,
        measures=tuple(_as_displayed(measure, pages) for measure in reading.measures),
        indicators=tuple(indicators),
        actuals=tuple(type_actuals(reading.actuals)),
        summary=summary.rows if summary else (),
        sections=tuple(sections),
        claims=tuple(find_claims(sections, reading.measures, indicators, identity.fiscal_year)),
        issues=(*identity.issues, *_issues(reading, chosen, layout, printed, scale, contents)),
        joins=tuple(_joins(found)),
    )


def _as_displayed(measure: Measure, pages: Sequence[Page]) -> Measure:
    """The measure with its boxes as a viewer displays the pages, which may lie on their side."""
    numbers = {number for number, _ in measure.boxes}
    if not any(pages[number - 1].turn for number in numbers):
        return measure
    return replace(
        measure,
        places=tuple(
            Place(column, number, pages[number - 1].as_displayed(box))
            for column, number, box in measure.places
        ),
        boxes=tuple((number, pages[number - 1].as_displayed(box)) for number, box in measure.boxes),
    )


def _choose_layout(
    tables: Sequence[Table], contents: Sequence[PageContent], name: str, file: str
) -> tuple[Layout, float, list[_MeasureTable], list[RawMeasure]]:
    """The layout asked for, or the one that fits best, with the tables or sheets that it finds."""
    candidates = known_layouts() if name == AUTO else (find_layout(name),)
    for layout in candidates:
        found, score = _measure_tables(tables, layout)
        if found and (layout.name == GENERAL or name != AUTO):
            return layout, score, found, []
        if found and score >= _FITS and not _named_otherwise(tables, layout, found, candidates):
            return layout, score, found, []
    layout = candidates[-1]
    whole = join_tables([content.tables for content in contents], keeps_headings=True)
    sheets = read_forms(whole, layout)
    if sheets:
        roles = {role for sheet in sheets for role, _ in sheet.cells()}
        return layout, len(roles) / len(layout.columns), [], sheets
    raise _no_table(tables, layout, file)


def _named_otherwise(
    tables: Sequence[Table],
    layout: Layout,
    found: Sequence[_MeasureTable],
    candidates: Sequence[Layout],
) -> bool:
    """Whether the general layout knows a column that a known one misses, such as its reasons.

    A year's report that gives one column another heading would lose that column in silence.
    """
    missing = set(layout.columns) - set(LEVELS) - _roles(found)
    return bool(missing) and any(
        missing & _roles(_measure_tables(tables, other)[0])
        for other in candidates
        if other.name == GENERAL
    )


def _roles(found: Sequence[_MeasureTable]) -> set[Role]:
    return {role for item in found for role in item.heading.roles()}


def _measure_tables(tables: Sequence[Table], layout: Layout) -> tuple[list[_MeasureTable], float]:
    found, best = [], 0.0
    for table in tables:
        heading = find_heading(table, layout)
        if heading is not None and _lists_measures(table, heading, layout):
            found.append(_MeasureTable(table, heading))
            best = max(best, layout_score(heading, layout))
    return found, best


def _lists_measures(table: Table, heading: Heading, layout: Layout) -> bool:
    return set(layout.required) <= heading.roles() and not is_form(table, layout)


def _no_table(tables: Sequence[Table], layout: Layout, file: str) -> NoTableError | LayoutError:
    if not tables:
        return NoTableError(
            "No table was found.",
            where=file,
            hint="Look at a page with: kict inspect FILE --page N -o page.png",
        )
    headings = [heading for table in tables if (heading := find_heading(table, layout))]
    if not headings:
        return NoTableError(
            f"None of the {len(tables)} tables has a heading that names its columns.",
            where=file,
            hint="Draft a layout with: kict layout new FILE -o my.toml, and give it with --layout.",
        )
    wanted = set(layout.required)
    nearest = max(headings, key=lambda h: (len(h.roles() & wanted), len(h.roles())))
    missing = [role for role in layout.required if role not in nearest.roles()]
    names = " and no ".join(_ROLE_NAMES.get(role, role) for role in missing)
    seen = ", ".join(dict.fromkeys(column.heading for column in nearest.columns if column.heading))
    return NoTableError(
        f"The table has no column for {names}.",
        where=f"{file}, columns: {seen}",
        hint="Name the column in a layout: kict layout new FILE -o my.toml, then --layout my.toml.",
    )


def _result_years(headings: Sequence[Heading]) -> list[int]:
    """Years over columns of results; those that also have a target come first."""
    years: dict[Role | None, set[int]] = {}
    for heading in headings:
        for column in heading.columns:
            if column.fiscal_year is not None:
                years.setdefault(column.role, set()).add(column.fiscal_year)
    actual = years.get("actual", set()) | years.get("rating", set())
    return sorted(actual & years.get("target", set()) or actual)


def _scale(
    layout: Layout,
    printed: Sequence[str],
    lines: Sequence[Sequence[Line]],
    tables: Sequence[Table],
) -> Scale:
    """The report's own legend wins over the layout's symbols."""
    return find_scale(printed, find_legend(legend_texts(lines, tables), printed), layout.ratings)


def _read_rows(
    found: Sequence[_MeasureTable], layout: Layout, lines: Sequence[Sequence[Line]]
) -> list[RawMeasure]:
    boxes = [(part.page_number, part.box) for item in found for part in item.table.parts]
    over = recurring([captions_of(item.table, lines, boxes) for item in found])
    if len({caption.text for captions in over for caption in captions}) < 2:
        over = [[] for _ in found]  # one heading over all is the annex's, no section of it
    return read_bodies(
        [
            find_body(item.table, item.heading, layout, captions)
            for item, captions in zip(found, over, strict=True)
        ]
    )


def _boxes(tables: Sequence[Table]) -> dict[int, list[Box]]:
    """For each page the outlines of the tables on it."""
    boxes: dict[int, list[Box]] = {}
    for table in tables:
        for part in table.parts:
            boxes.setdefault(part.page_number, []).append(part.box)
    return boxes


def _joins(found: Sequence[_MeasureTable]) -> list[Join]:
    return [join for item in found for join in item.table.joins]


def _issues(
    reading: Reading,
    layout: Layout,
    asked: str,
    printed: Sequence[str],
    scale: Scale,
    contents: Sequence[PageContent],
) -> list[Issue]:
    issues = list(reading.issues)
    if layout.name == GENERAL and asked == AUTO:
        issues.append(
            Issue(
                code="layout_inferred",
                message="No known layout fits; the columns' headings tell their roles.",
            )
        )
    assumed = _assumed(printed, scale)
    if assumed:
        issues.append(
            Issue(
                code="scale_assumed",
                message=f"No legend explains {', '.join(assumed)}; the usual meaning was taken.",
            )
        )
    pages = [content.page for content in contents]
    issues.extend(
        Issue(code="scanned_page", message="The page is a picture without text.", page=number)
        for number in scanned_pages(pages)
    )
    issues.extend(
        Issue(code="lost_text", message="Glyphs of the page name no character.", page=number)
        for number in ill_pages(pages)
    )
    return issues


def _assumed(printed: Sequence[str], scale: Scale) -> list[str]:
    """The symbols and words that mean something though neither legend nor layout says what."""
    return [
        symbol
        for symbol in printed
        if normalize_symbol(symbol) not in scale.ratings and rate(symbol, scale, printed)
    ]
