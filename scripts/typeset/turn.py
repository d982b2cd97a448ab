"""/Rotate: pages whose content lies on its side and is set upright by the viewer."""

from pathlib import Path

from .errors import MissingProducer


def turn_pages(path: Path, angle: int, *, landscape_only: bool) -> None:
    """Rewrite a file so that its pages carry /Rotate and still read upright.

    Parameters
    ----------
    path : Path
        The file, rewritten in place.
    angle : int
        90 or 270, clockwise, as /Rotate counts.
    landscape_only : bool
        Leave pages that are higher than wide alone.
    """
    try:
        from pypdf import PdfReader, PdfWriter, Transformation
        from pypdf.generic import NameObject, NumberObject, RectangleObject
    except ImportError as error:
        raise MissingProducer("pypdf is missing: pip install pypdf") from error
    writer = PdfWriter(clone_from=PdfReader(path))
    for page in writer.pages:
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        if landscape_only and height >= width:
            continue
        sideways = (0, 1, -1, 0, height, 0) if angle == 90 else (0, -1, 1, 0, 0, width)
        page.add_transformation(Transformation(sideways))
        for name in ("/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
            if name == "/MediaBox" or name in page:
                page[NameObject(name)] = RectangleObject((0, 0, height, width))
        page[NameObject("/Rotate")] = NumberObject(angle)
    writer.write(path)
