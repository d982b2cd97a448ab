"""Causes in a few lines: how many texts state each, to be read on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kict_nlp.cli.text_table import Cell, format_table

if TYPE_CHECKING:
    from kict_nlp.causes.codebook import Codebook
    from kict_nlp.causes.shares import Share
    from kict_nlp.output.coded_texts import CodedTexts


def causes_text(coded: CodedTexts, codebook: Codebook) -> str:
    """Which causes were named, by how many, and how many texts a person should read."""
    noun, which = "texts", ""
    if coded.source.of_measures:
        noun, which = "explanations", " of measures that were missed or partly met"
    doubt = (
        f"{coded.uncertain} of all {len(coded.codings)} {noun} are uncertain: a person should "
        "read them."
    )
    named = [share for share in coded.shares if share.named]
    if not named:
        return f"None of {coded.counted} {noun}{which} states a cause.\n{doubt}"
    named.sort(key=lambda share: -share.named)  # of equals the codebook's first
    heading = ("cause", "", "named", "share", "95 % interval")
    table = format_table(heading, [_row(share, codebook) for share in named], widest=60)
    return (
        f"Causes that {coded.counted} {noun}{which} state\n{table}\n"
        "Shares and intervals take the errors into account that the model makes on passages it "
        f"has not seen.\n{doubt}"
    )


def _row(share: Share, codebook: Codebook) -> tuple[Cell, ...]:
    cause = codebook.causes.get(share.cause)
    names = (cause.ja, cause.en) if cause else (share.cause, "")
    if share.share is None or share.low is None or share.high is None:
        return (*names, share.named, "–", f"none: {share.doubt}")
    return (*names, share.named, f"{share.share:.1%}", f"{share.low:.1%} to {share.high:.1%}")
