"""Texts with their causes and the shares of these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kict_nlp.causes.coding import Coding
from kict_nlp.causes.shares import ErrorCounts, Share, adjusted_shares
from kict_nlp.output.source_texts import SourceTexts


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedTexts:
    """What ``kict classify`` writes.

    Attributes
    ----------
    source : SourceTexts
        The texts, and the rows that could not be coded.
    codings : tuple of Coding
        One a text.
    shares : tuple of Share
        Over the texts that count in them.
    """

    source: SourceTexts
    codings: tuple[Coding, ...]
    shares: tuple[Share, ...]

    @property
    def uncertain(self) -> int:
        """How many texts a person should read."""
        return sum(coding.uncertain for coding in self.codings)

    @property
    def counted(self) -> int:
        """How many texts the shares are about."""
        return sum(text.in_shares for text in self.source.texts)

    @property
    def codes(self) -> dict[str, tuple[str, ...]]:
        """Text → its codes, ``none`` among them, as the table ``causes`` has them."""
        return {
            text.id: tuple(label.cause for label in coding.labels)
            for text, coding in zip(self.source.texts, self.codings, strict=True)
        }


def coded_texts(
    source: SourceTexts,
    codings: Iterable[Coding],
    errors: Iterable[ErrorCounts],
    guesses: Mapping[int, Coding] | None = None,
) -> CodedTexts:
    """Return texts with their causes, and the shares of these.

    Parameters
    ----------
    source : SourceTexts
    codings : iterable of Coding
        One a text, in order.
    errors : iterable of ErrorCounts
        Of the model that coded them. The texts are taken for all that there are, not for a sample.
    guesses : mapping of int to Coding, optional
        Number of a text → what stands in the place of its coding. The shares do not know of them:
        errors were measured on codings that are no guesses.
    """
    codings = tuple(codings)
    counted = [coding for text, coding in zip(source.texts, codings, strict=True) if text.in_shares]
    shares = adjusted_shares(counted, errors, basis="census")
    final = tuple((guesses or {}).get(number, coding) for number, coding in enumerate(codings))
    return CodedTexts(source=source, codings=final, shares=tuple(shares))
