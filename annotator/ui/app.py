"""The application: fonts, theme, and the window of ``annotator ARGV…``."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType

import shiboken6
from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from annotator import __version__, settings
from annotator.domain.errors import AppError, ProjectError, told
from annotator.store.project import Project
from annotator.ui.interface_size import keep_interface, start_anew, use_interface
from annotator.ui.look.theme import load_fonts
from annotator.ui.main_window import MainWindow

_PATIENCE_MS = 50
"""How long one look at what happens may take while something is counted."""

_TURN = 0.0001
"""Seconds after which a thread that computes lets another one have the interpreter."""

_SETTLING = 6
"""Turns of the event loop after which a view stands still."""


def build(argv: list[str]) -> MainWindow:
    """The window of ``annotator ARGV…``, not shown; a QApplication exists afterwards.

    With a project's path that project is open; without, the last one, or, the first time, the sample.  What cannot be
    opened is told in the window's bar.
    """
    person = settings.load()
    application(person.interface)
    first_start = not person.annotator_id
    if first_start:
        person = person.named(person.annotator_name)
    window = MainWindow(person)
    if person.notice:
        window.notices.tell("warn", person.notice)
    if first_start:
        window.preferences.save()
    if argv:
        window.files.open(Path(argv[0]))
    elif person.last_project and Path(person.last_project).exists():
        window.files.open(Path(person.last_project))
    else:
        if person.last_project:
            lost = Path(person.last_project).name
            sentence = f"The last project, {lost}, is not where it was: the sample is open instead."
            window.notices.tell("warn", sentence)
        window.files.open_sample()
    return window


def greet(window: MainWindow) -> None:
    """Show the tour to who has not seen it; they may skip it, and it does not come again."""
    if not window.person.toured:
        window.overlays.open_tour(lambda: window.remember(lambda old: replace(old, toured=True)))


def build_picture(
    project: Path, *, theme: str, size: tuple[int, int], document: str | None, view: str = "annotate"
) -> MainWindow:
    """A window on a project that only reads, at that size, on that view, for a picture.  Raises ProjectError."""
    application()
    person = settings.Settings(theme="dark" if theme == "dark" else "light")
    window = MainWindow(person, keep_settings=False)
    opened = Project.open(project, read_only=True, exclusive=False)
    if document is not None and document not in set(opened.documents.ids()):
        opened.close()
        raise ProjectError(f"the project has no document “{document}”", "see its list of articles", path=str(project))
    shown = opened.annotators()[:1]
    if shown:
        window.session.annotator = shown[0]
    window.show_project(opened, label=False)
    window.notices.clear()  # that it only reads is no news in a picture
    if document is not None:
        window.open_document(document)
    window.views.show(view)
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.resize(*size)
    window.show()
    window.views.show(view)
    for _ in range(_SETTLING):
        QApplication.processEvents()
    while (counting := window.views.shown_statistics) is not None and counting.busy:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, _PATIENCE_MS)
    return window


def application(interface: int = 100) -> QApplication:
    """The one QApplication, made where there is none yet: then with an interface of that size, in percent.

    Its thread pool for filling shapes stays off: to hand a bar of 60 pixels to other threads costs five times what
    filling it does.  Python's threads take short turns: painting asks for the interpreter again after every call into
    Qt, and waits for a whole turn of a worker that computes beside it (measured: 1.9 s to open an article with turns
    of 5 ms, 0.1 s with these).
    """
    sys.setswitchinterval(_TURN)
    os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")
    made = QCoreApplication.instance()
    if not isinstance(made, QApplication):
        use_interface(interface)
        made = QApplication(sys.argv[:1])
        keep_interface(interface)
    made.setApplicationName("Annotator")
    made.setApplicationVersion(__version__)
    made.setStyle("Fusion")
    load_fonts()
    return made


def main(argv: Sequence[str]) -> int:
    """Show the window and run until it closes; the exit code."""
    try:
        window = build(list(argv))
    except AppError as error:
        sys.stderr.write(f"annotator: {told(error)}\n")
        return 1
    sys.excepthook = _told_by(window)
    window.show()
    QTimer.singleShot(0, lambda: _begin(window))
    code, again = QApplication.exec(), window.following.opens_again
    shiboken6.delete(window)  # while Python holds it: the interpreter's end would free its parts in any order
    if again and not start_anew([]):  # with the project that was open: it is the last one
        sys.stderr.write("annotator: the window could not be opened again — start the program once more\n")
        return 1
    return code


def _begin(window: MainWindow) -> None:
    """What waits until the window has been painted."""
    _collect_from_now_on()
    greet(window)


def _collect_from_now_on() -> None:
    """Turn the garbage collector on, which start-up does without, and spare it what lives as long as the window."""
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


def _told_by(window: MainWindow) -> Hook:
    """An error that nobody expected is told in the bar and printed; the window lives on."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        if isinstance(error, AppError):
            window.notices.show_error(error)
        else:
            window.notices.tell(
                "error", "Something went wrong that should not have; your saved work is safe.", hint=repr(error)
            )

    return hook
