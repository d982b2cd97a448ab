"""Administrative evaluation reports from PDF to data.

Everything exported here is loaded at its first use, so that importing the package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from kict_nlp.version import VERSION

if TYPE_CHECKING:
    from kict_nlp.audit.auditor import audit_report as audit_report
    from kict_nlp.batch import FailedReport as FailedReport
    from kict_nlp.batch import read_reports as read_reports
    from kict_nlp.causes.coding import CauseLabel as CauseLabel
    from kict_nlp.causes.coding import Coding as Coding
    from kict_nlp.causes.model import load_cause_model as load_cause_model
    from kict_nlp.errors import EncodingError as EncodingError
    from kict_nlp.errors import KictError as KictError
    from kict_nlp.errors import LayoutError as LayoutError
    from kict_nlp.errors import LexiconError as LexiconError
    from kict_nlp.errors import NoTableError as NoTableError
    from kict_nlp.errors import NoTextError as NoTextError
    from kict_nlp.errors import PasswordError as PasswordError
    from kict_nlp.errors import ReportReadError as ReportReadError
    from kict_nlp.errors import TokenizeError as TokenizeError
    from kict_nlp.errors import TooLargeError as TooLargeError
    from kict_nlp.errors import UnreadableFileError as UnreadableFileError
    from kict_nlp.nlp.clauses import find_clauses as find_clauses
    from kict_nlp.nlp.pipeline import load_nlp as load_nlp
    from kict_nlp.nlp.tokenizer import tokenize as tokenize
    from kict_nlp.reports.reader import read_report as read_report
    from kict_nlp.schema import Finding as Finding
    from kict_nlp.schema import Report as Report
    from kict_nlp.years.linking import link_tables as link_tables
    from kict_nlp.years.panel.building import link_years as link_years
    from kict_nlp.years.panel.records import Panel as Panel

__version__ = VERSION

# Where each exported name lives. A new export is a line here and one for type checkers above.
_HOMES = {
    "CauseLabel": "kict_nlp.causes.coding",
    "Coding": "kict_nlp.causes.coding",
    "EncodingError": "kict_nlp.errors",
    "FailedReport": "kict_nlp.batch",
    "Finding": "kict_nlp.schema",
    "KictError": "kict_nlp.errors",
    "LayoutError": "kict_nlp.errors",
    "LexiconError": "kict_nlp.errors",
    "NoTableError": "kict_nlp.errors",
    "NoTextError": "kict_nlp.errors",
    "Panel": "kict_nlp.years.panel.records",
    "PasswordError": "kict_nlp.errors",
    "Report": "kict_nlp.schema",
    "ReportReadError": "kict_nlp.errors",
    "TokenizeError": "kict_nlp.errors",
    "TooLargeError": "kict_nlp.errors",
    "UnreadableFileError": "kict_nlp.errors",
    "audit_report": "kict_nlp.audit.auditor",
    "find_clauses": "kict_nlp.nlp.clauses",
    "link_tables": "kict_nlp.years.linking",
    "link_years": "kict_nlp.years.panel.building",
    "load_cause_model": "kict_nlp.causes.model",
    "load_nlp": "kict_nlp.nlp.pipeline",
    "read_report": "kict_nlp.reports.reader",
    "read_reports": "kict_nlp.batch",
    "tokenize": "kict_nlp.nlp.tokenizer",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
