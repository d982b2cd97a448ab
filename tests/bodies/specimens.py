"""Every specimen by name.

``python -m tests.bodies.specimens FOLDER [NAME...]`` typesets them, to look at.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bodies.basic_plan import BASIC_PLAN
from tests.bodies.checked_boxes import CHECKED_BOXES
from tests.bodies.city_plan import CITY_PLAN
from tests.bodies.cut_row import CUT_ROW
from tests.bodies.dark_header import DARK_HEADER
from tests.bodies.digital_plan import DIGITAL_PLAN
from tests.bodies.equality_plan import EQUALITY_PLAN
from tests.bodies.forms import FORMS
from tests.bodies.headed_tables import HEADED_TABLES
from tests.bodies.kpi_years import KPI_YEARS
from tests.bodies.mark_columns import MARK_COLUMNS
from tests.bodies.merged_rows import MERGED_ROWS
from tests.bodies.ministry import MINISTRY
from tests.bodies.ministry_sheets import MINISTRY_SHEETS
from tests.bodies.office_sheets import OFFICE_SHEETS
from tests.bodies.other_legend import OTHER_LEGEND
from tests.bodies.other_words import OTHER_WORDS
from tests.bodies.policy_sheets import POLICY_SHEETS
from tests.bodies.reform_plan import REFORM_PLAN
from tests.bodies.school_check import SCHOOL_CHECK
from tests.bodies.town_strategy import TOWN_STRATEGY
from tests.bodies.unruled import NO_RULES, ROW_RULES, TURNED_PAGE
from tests.bodies.vertical_labels import VERTICAL_LABELS
from tests.bodies.weather_marks import WEATHER_MARKS
from tests.bodies.western_years import WESTERN_YEARS
from tests.bodies.year_pairs import YEAR_PAIRS

if TYPE_CHECKING:
    from tests.bodies.model import Specimen

ALL = (
    CITY_PLAN,
    KPI_YEARS,
    MARK_COLUMNS,
    MERGED_ROWS,
    FORMS,
    ROW_RULES,
    NO_RULES,
    VERTICAL_LABELS,
    DARK_HEADER,
    HEADED_TABLES,
    MINISTRY,
    OTHER_WORDS,
    CUT_ROW,
    WESTERN_YEARS,
    OTHER_LEGEND,
    YEAR_PAIRS,
    CHECKED_BOXES,
    TURNED_PAGE,
    BASIC_PLAN,
    OFFICE_SHEETS,
    MINISTRY_SHEETS,
    SCHOOL_CHECK,
    REFORM_PLAN,
    EQUALITY_PLAN,
    WEATHER_MARKS,
    DIGITAL_PLAN,
    TOWN_STRATEGY,
    POLICY_SHEETS,
)
SPECIMENS: dict[str, Specimen] = {one.name: one for one in ALL}


def typeset_all(folder: Path, names: list[str]) -> None:
    """Typeset the named specimens, or all, into a folder."""
    for name in names or SPECIMENS:
        SPECIMENS[name].typeset(folder / f"{name}.pdf")


if __name__ == "__main__":
    typeset_all(Path(sys.argv[1]), sys.argv[2:])
