"""The shortest words of a stretch that state its cause."""

from __future__ import annotations

import re

from kict_nlp.causes.stretches import Stretch

# What may stand around the words that state a cause, and is none of them.
_OPENING = re.compile(
    r"(?:[\s、。・,.:：;■□●○◆◇※①-⑳\d)）】」』\]-]"
    r"|また|なお|しかし|さらに|特に|主に|加えて|これは|その要因は|要因は|原因は|理由は)+"
)
_CLOSING = re.compile(
    r"(?:(?:こと|もの|点)?(?:など|等)?"
    r"(?:により|によって|による|によるもの|が(?:主な)?(?:要因|原因|理由|一因|主因)"
    r"|(?:の)?ため(?:に)?|ことから|から|に伴い|に伴う|に伴って|を受けて?|の結果|で)?"
    r"(?:である|であった|です|でした|だ|と考えられる|と思われる|と考える|として)?"
    r"(?:、|。|,|\s)*)$"
)
_SHORTEST = 4  # characters that are left whatever is taken away


def trim_evidence(text: str, stretch: Stretch) -> tuple[int, int]:
    """Return the place of a stretch in its text without what opens and closes it."""
    start, end = stretch.start, stretch.end
    words = text[start:end]
    opening = _OPENING.match(words)
    if opening and len(words) - opening.end() >= _SHORTEST:
        start += opening.end()
    closing = _CLOSING.search(text[start:end])
    if closing and closing.start() >= _SHORTEST:
        end = start + closing.start()
    return start, end
