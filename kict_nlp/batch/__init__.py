"""Many reports, a process a file: one bad file harms no other, and none can hang the run."""

from kict_nlp.batch.files import find_report_files
from kict_nlp.batch.outcome import FailedReport
from kict_nlp.batch.reading import TIMEOUT, read_reports

__all__ = ["TIMEOUT", "FailedReport", "find_report_files", "read_reports"]
