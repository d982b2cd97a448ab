"""Invent reports of bodies that do not exist: any number of bodies and years, from a seed.

Structure, values over the years, what becomes of each measure, why targets are missed; with the
truth of all of it. Tests and measurements of load use them; the sample in corpora/ is hand-written.
"""

from .errors import InventError
from .inventor import invent_bodies, invent_body
from .model import Body, Cause, Entry, Link, Pace, Year
from .printed import content_of
from .records import report_of
from .truth import write_truth

__all__ = [
    "Body",
    "Cause",
    "Entry",
    "InventError",
    "Link",
    "Pace",
    "Year",
    "content_of",
    "invent_bodies",
    "invent_body",
    "report_of",
    "write_truth",
]
