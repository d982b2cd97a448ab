"""Text that is not painted: on a scan it is what OCR read, elsewhere nobody sees it."""

INVISIBLE = 3  # its render mode in the PDF standard
SCAN_SHARE = 0.5  # of the page's area covered by pictures: from here on the page is taken as a scan
