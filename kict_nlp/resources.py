"""Files that come with the package: found in a checkout and in an installed wheel alike."""

from pathlib import Path

from kict_nlp.errors import ResourceError

_PACKAGE = Path(__file__).parent


def find_resource(name: str) -> Path:
    """Return the path of a file or folder that comes with the package.

    Parameters
    ----------
    name : str
        Its place in a checkout, such as ``corpora/mihon``, with ``/`` between parts.

    Returns
    -------
    Path
        In a wheel, the copy inside the package (``kict_nlp/_corpora/mihon``); in a checkout, the
        file itself.

    Raises
    ------
    ResourceError
        Neither place has it.

    Examples
    --------
    >>> find_resource("corpora").is_dir()
    True
    """
    candidates = (_PACKAGE / f"_{name}", _PACKAGE.parent / name)
    for candidate in candidates:
        if candidate.exists():
            return candidate
    raise ResourceError(
        f"The package lacks its file {name}.",
        where=" and ".join(str(candidate) for candidate in candidates),
        hint="Install kict-nlp anew, or check out the whole repository.",
    )
