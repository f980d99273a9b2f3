"""Printing: the article with its marks, and plain lists."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QPagedPaintDevice, QTextDocument
from PySide6.QtWidgets import QWidget


def ask_printer(parent: QWidget, title: str, job: Callable[[QPagedPaintDevice], object]) -> None:
    """Ask for a printer, or a PDF file, and run ``job`` on it; nothing where that is cancelled."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - printing is rare: not at the start

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(f"Print {title}")
    try:
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            job(printer)
    finally:
        dialog.deleteLater()


def print_text(parent: QWidget, text: str) -> None:
    """Ask for a printer and print plain lines."""
    page = QTextDocument()
    page.setPlainText(text)
    ask_printer(parent, "Keys of Annotator", page.print_)
