"""Every exception of the package. Its message says what is wrong, where, and what to do."""


class KictError(Exception):
    """Base of every error that the package raises on purpose.

    Parameters
    ----------
    message : str
        What is wrong, in one sentence.
    where : str, optional
        The place: file, page, row, column, as far as known.
    hint : str, optional
        What the reader of the message can do about it.

    Examples
    --------
    >>> print(KictError("The file is empty.", where="r3.pdf", hint="Download it again."))
    The file is empty.
      where: r3.pdf
      hint: Download it again.
    """

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        lines = [self.message]
        if self.where is not None:
            lines.append(f"  where: {self.where}")
        if self.hint is not None:
            lines.append(f"  hint: {self.hint}")
        return "\n".join(lines)

    def __reduce__(self) -> tuple[object, ...]:
        # Errors travel between processes; the default would drop the keyword arguments.
        return _rebuild, (type(self), self.message, self.where, self.hint)


def _rebuild(kind: type[KictError], message: str, where: str | None, hint: str | None) -> KictError:
    return kind(message, where=where, hint=hint)


class ReportReadError(KictError):
    """A report could not be read; the base of the reasons below."""


class UnreadableFileError(ReportReadError):
    """The file is missing, empty, truncated or no PDF."""


class PasswordError(ReportReadError):
    """The file opens only with a password."""


class NoTextError(ReportReadError):
    """The pages carry pictures only, as scans do."""


class NoTableError(ReportReadError):
    """The pages carry text but no table of measures."""


class LayoutError(ReportReadError):
    """The layout is unknown, faulty, or does not fit the report."""


class TooLargeError(ReportReadError):
    """The file has more pages or bytes than the limit that was set."""


class YearError(KictError, ValueError):
    """The text names no year, or one that its era does not have."""


class NotANumberError(KictError, ValueError):
    """The text is not one quantity."""


class OffsetError(KictError, ValueError):
    """A span lies outside its text, or there is nothing to look for."""


class EncodingError(KictError, ValueError):
    """A file of text is in no encoding that is known here."""


class TokenizeError(KictError, ValueError):
    """The text cannot be cut into words, or it was asked for in a way that does not exist."""


class LexiconError(KictError):
    """A lexicon is faulty, cannot be compiled, or cannot be opened."""


class ResourceError(KictError):
    """A file that belongs to the package is not there."""


class OutputError(KictError):
    """The folder of results cannot be written, or holds what must not be lost."""


class OutputRefusedError(OutputError):
    """The folder asked for is not one that may be replaced."""


class ClusterError(KictError):
    """The Dask cluster cannot be reached, or cannot read reports."""


class SchedulerAddressError(ClusterError):
    """The address of a scheduler is not written as one."""


class ArgumentError(KictError, ValueError):
    """A function was called with a value that it does not take."""


class PatternError(KictError, ValueError):
    """A pattern over words is faulty."""


class DecisionError(KictError, ValueError):
    """A decision about a pair is faulty, or names what is not there."""


class YearsError(KictError, ValueError):
    """These reports cannot be put in the order of their fiscal years."""


class LinkError(KictError, ValueError):
    """Two tables cannot be linked as asked: a column, an identifier or a kind is not as needed."""


class CodebookError(KictError):
    """The codebook of causes is faulty, or does not have a code."""


class PassageError(KictError, ValueError):
    """A passage, or a file of passages, is faulty."""


class ModelError(KictError):
    """A cause model cannot be loaded or fitted."""


class ReviewError(KictError, ValueError):
    """A coding sheet filled in by people is faulty."""
