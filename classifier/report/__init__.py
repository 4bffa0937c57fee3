"""Reports for people: plain figures laid out as a document, then written as HTML and XLSX. Nothing is computed here."""

from __future__ import annotations

from classifier.report.annual import AnnualInput, annual_document
from classifier.report.document import Document
from classifier.report.evaluation import evaluation_document
from classifier.report.page import write_html
from classifier.report.workbook import write_xlsx

__all__ = ["AnnualInput", "Document", "annual_document", "evaluation_document", "write_html", "write_xlsx"]
