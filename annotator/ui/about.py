"""What the program is and what it stands on."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

from annotator import __version__

_ABOUT = """<h3>Annotator {version}</h3>
<p>Who says what, and where they stand. MIT licence.</p>
<p>It uses Qt and PySide6 under the LGPL 3: you may replace these libraries by versions of your own, as they lie beside
the program as packages. Further notices are in the file NOTICE.</p>"""


def show_about(window: QWidget) -> None:
    """Say so."""
    QMessageBox.about(window, "About Annotator", _ABOUT.format(version=__version__))
