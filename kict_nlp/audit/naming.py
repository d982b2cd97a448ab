"""Names that the body, the totals and the annex write differently."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kict_nlp.audit.making import finding
from kict_nlp.reports.claims.sentences import pack
from kict_nlp.reports.claims.words import containment, names, pairs
from kict_nlp.reports.tally import in_scope
from kict_nlp.schema import Finding, Report

_NEAR = 0.5  # share of pairs: below it the numbers are tied to different things altogether
_QUOTED = re.compile("「([^「」]{4,30})」")
_PARTS = re.compile("[・、／/]|及び|並びに|と")
_LEAST_PARTS = 2


def check_names(report: Report) -> Iterator[Finding]:
    """Yield names of pillars, middles and fields that differ, and wordings in another order."""
    yield from _sections(report)
    yield from _summary(report)
    yield from _reordered(report)
    yield from _elsewhere(report)


def _sections(report: Report) -> Iterator[Finding]:
    """A heading of the body and the annex's section of the same number."""
    for section in report.sections:
        numbers = (section.pillar_no, section.middle_no, section.field_no)
        level = "field" if section.field_no else "middle" if section.middle_no else None
        own = in_scope(report.measures, *numbers)
        if level is None or not own or not section.title:
            continue
        if getattr(section, f"{level}_no") != section.number:
            continue
        yield from _differs(
            report, section.title, getattr(own[0], level), section.page, "heading calls"
        )


def _summary(report: Report) -> Iterator[Finding]:
    for row in report.summary:
        own = in_scope(report.measures, row.pillar_no, row.middle_no)
        if row.scope == "middle" and row.middle_no and own and row.label:
            yield from _differs(report, row.label, own[0].middle, row.page_number, "totals call")


def _differs(
    report: Report, name: str, of_annex: str | None, page: int | None, who: str
) -> Iterator[Finding]:
    if not of_annex or pack(name) == pack(of_annex):
        return
    if max(containment(name, pairs(of_annex)), containment(of_annex, pairs(name))) < _NEAR:
        return
    yield finding(
        report,
        "warning",
        "name_differs",
        f"The {who} it {name}, the annex {of_annex}.",
        page=page,
        claimed=name,
        found=of_annex,
    )


def _reordered(report: Report) -> Iterator[Finding]:
    """「Ａ・Ｂ」 in one place and Ｂ・Ａ in another."""
    seen: dict[tuple[str, ...], tuple[str, int | None]] = {}
    for section in report.sections:
        quoted = _QUOTED.findall(section.text or "")
        listed = [re.sub(r"^[^\w①-⑳]*[①-⑳]?", "", pack(item)) for item in section.items]
        for term in (*quoted, *listed):
            key = _parts(term)
            if len(key) < _LEAST_PARTS:
                continue
            other, page = seen.setdefault(key, (pack(term), section.page))
            if other != pack(term):
                yield finding(
                    report,
                    "note",
                    "wording_differs",
                    f"The body writes {pack(term)} here and {other} on page {page}.",
                    page=section.page,
                    claimed=pack(term),
                    found=other,
                )


def _parts(term: str) -> tuple[str, ...]:
    """All characters, and the number of parts: the same whatever the order of the words."""
    pieces = [piece for piece in _PARTS.split(pack(term)) if piece]
    if len(pieces) < _LEAST_PARTS:
        return ()
    return ("".join(sorted("".join(pieces))), str(len(pieces)))


def _elsewhere(report: Report) -> Iterator[Finding]:
    """The body names a measure whole under another section than the annex has it in."""
    for section in report.sections:
        if section.field_no is None or not section.text:
            continue
        own = in_scope(report.measures, section.pillar_no, section.middle_no, section.field_no)
        inside = {measure.measure_id for measure in own}
        for measure in report.measures:
            elsewhere = measure.measure_id not in inside and measure.measure
            if elsewhere and any(names(q, elsewhere) for q in _QUOTED.findall(section.text)):
                yield finding(
                    report,
                    "warning",
                    "measure_elsewhere",
                    f"The body tells of {elsewhere} under {section.title}; in the annex it stands "
                    f"under {measure.field or measure.middle or measure.pillar}.",
                    measure=measure,
                    page=section.page,
                    claimed=section.title,
                    found=measure.field,
                )
