"""Sees that the system has what pip cannot install: Qt's libraries, and Python's venv module on Debian.

``python system.py [venv] [offscreen|window]`` exits 0 if all is there.  On Debian and Ubuntu it installs what is
missing if it may (as root, or with a sudo that asks for no password); otherwise it prints the line to run and exits 1.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys

# Debian package of each library that Qt loads; PySide6 brings the rest.
OFFSCREEN = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
WINDOW = OFFSCREEN | {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
LIBRARIES = {"offscreen": OFFSCREEN, "window": WINDOW}


def can_load(library: str) -> bool:
    """Whether the dynamic linker finds ``library``."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing(what: str) -> dict[str, str]:
    """What ``what`` needs and the system lacks: its name, and the Debian package that has it."""
    if what == "venv":
        there = importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")
        return {} if there else {"the Python module venv": f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"}
    if not sys.platform.startswith("linux"):
        return {}
    return {library: package for library, package in LIBRARIES[what].items() if not can_load(library)}


def installer() -> list[str] | None:
    """What to put before ``apt-get`` to be allowed to install, or None if that needs a person."""
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def install(packages: list[str]) -> bool:
    """Install Debian packages if that is allowed; whether it worked."""
    before = installer()
    if before is None:
        return False
    print("Installing with apt-get:", *packages, flush=True)
    command = [*before, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    for step in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run([*command, *step], capture_output=True, text=True, check=False)
        if done.returncode:
            print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
            return False
    return True


def main(*needs: str) -> int:
    """See to all that is needed; the exit code."""
    lacking = {name: package for what in needs for name, package in missing(what).items()}
    if not lacking:
        return 0
    if not shutil.which("apt-get"):
        print(f"This system lacks {', '.join(lacking)}: install the packages that have them.", file=sys.stderr)
        return int("venv" in needs and bool(missing("venv")))  # a library may go by another name here: Qt says so
    packages = sorted(set(lacking.values()))
    if install(packages) and not any(map(missing, needs)):
        return 0
    print(f"This system lacks {', '.join(lacking)}. Run this line, then make again:", file=sys.stderr)
    print(f"  sudo apt-get update && sudo apt-get install -y {' '.join(packages)}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
