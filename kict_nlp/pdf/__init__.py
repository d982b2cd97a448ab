"""From a PDF file to tables: glyphs and rules, cells, tables joined over pages."""
