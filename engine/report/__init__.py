"""A model in a document: what its results mean, in the words of the page, with the numbers.

`report_of` puts it together, `page_of` writes it as one HTML file that needs nothing else.
"""

from engine.report.document import report_of
from engine.report.page import page_of
from engine.report.records import Report, Section, Table

__all__ = ["Report", "Section", "Table", "page_of", "report_of"]
