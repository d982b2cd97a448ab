"""Backends fill :class:`kict_nlp.pdf.page.Page`; each library enters in its own module only."""
