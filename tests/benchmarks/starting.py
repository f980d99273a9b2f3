"""The child process whose start is measured: ``starting.py bare`` or ``starting.py window``.

It prints ``CPU-SECONDS MEGABYTES`` when its window has been painted, then ends.  Imports stand where each kind of
window would have them, for they are the larger part of a start.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def main() -> None:
    """Show one window, tell, end."""
    if sys.argv[1] == "bare":
        from PySide6.QtWidgets import QApplication, QMainWindow

        app = QApplication(sys.argv[:1])
        window = QMainWindow()
    else:
        import gc

        gc.disable()  # as `annotator.__main__` does
        from annotator.ui.app import build

        window = build([])
        from PySide6.QtWidgets import QApplication

        app = QApplication.instance()
    window.resize(1440, 900)
    window.show()
    while not window.windowHandle().isExposed():
        app.processEvents()
    app.processEvents()
    cpu = time.process_time()
    print("ready", flush=True)
    ends = time.monotonic() + 0.3  # what was put off until the window stood there needs memory too
    while time.monotonic() < ends:
        app.processEvents()
    from measuring import resident_megabytes

    print(cpu, resident_megabytes(), flush=True)
    window.close()
    import gc

    import shiboken6

    gc.collect()
    shiboken6.delete(window)


if __name__ == "__main__":
    main()
