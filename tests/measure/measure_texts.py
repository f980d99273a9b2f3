"""Every command over texts that lie outside the repository: ``make measure TEXTS=DIR``.

Takes the ``.txt`` and ``.jsonl`` files of a folder through import, prelabel, check, export and import again, each as
the process a user would start.  Prints seconds and documents a second, and fails if a command fails or if the second
export differs from the first.  Nothing is written outside a temporary folder.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

COUNTED = ("mentions", "quotations", "rejections")


def annotator(*arguments: str | Path) -> float:
    """Run one command; its seconds.  Ends the measurement with the command's own words if it fails."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "annotator", *map(str, arguments)], capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        sys.exit(f"annotator {' '.join(map(str, arguments))}\nexit code {done.returncode}\n{done.stdout}{done.stderr}")
    sys.stderr.write(done.stderr)
    return time.perf_counter() - start


def counts(export: Path) -> Counter[str]:
    """Documents, code points and annotations in an export."""
    found: Counter[str] = Counter()
    with export.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            document = json.loads(line)
            found["documents"] += 1
            found["code points"] += len(document["text"])
            for layer in document["layers"]:
                found["layers"] += 1
                found.update({kind: len(layer[kind]) for kind in COUNTED})
    return found


def measure(texts: Path, folder: Path) -> int:
    """Measure the texts of one folder; the exit code."""
    project, again = folder / "measured.annotator", folder / "again.annotator"
    first, second = folder / "first.jsonl", folder / "second.jsonl"
    seconds = {
        "new": annotator("new", project),
        "import": annotator("import", project, texts, "--skip-bad"),
        "prelabel": annotator("prelabel", project),
        "check": annotator("check", project),
        "export": annotator("export", project, first),
    }
    annotator("new", again)
    seconds["import of the export"] = annotator("import", again, first)
    seconds["export again"] = annotator("export", again, second)
    found = counts(first)
    for kind, number in found.items():
        print(f"{kind:22}{number:12,}")
    print(f"{'project file':22}{project.stat().st_size / 1e6:12,.1f} MB")
    for step, taken in seconds.items():
        print(f"{step:22}{taken:12,.2f} s{found['documents'] / taken:12,.1f} documents/s")
    if first.read_bytes() != second.read_bytes():
        print("the second export differs from the first")
        return 1
    return 0


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        sys.exit(measure(Path(sys.argv[1]).resolve(), Path(temporary)))
