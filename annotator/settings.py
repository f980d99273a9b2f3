"""Preferences of the person at this computer, and where things lie on its disk.

Defaults are the field defaults of :class:`Settings`; what differs is kept as flat TOML in the platform's configuration
folder, or in the folder that the environment variable ``ANNOTATOR_SETTINGS`` names.
"""

from __future__ import annotations

import base64
import contextlib
import getpass
import json
import os
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Final, Literal

import platformdirs

from annotator.domain import ids
from annotator.domain.errors import AppError, ProjectError

Theme = Literal["system", "light", "dark"]

SETTINGS_VARIABLE: Final = "ANNOTATOR_SETTINGS"
"""Environment variable: the folder of the preferences."""
PROJECTS_VARIABLE: Final = "ANNOTATOR_PROJECTS"
"""Environment variable: the folder where new projects go."""
FILE_NAME: Final = "settings.toml"
ZOOM_RANGE: Final = (50, 300)
"""Smallest and largest zoom, in percent."""
MAX_RECENT: Final = 10
INTERFACE_RANGE: Final = (90, 150)
"""Smallest and largest size of the window's own type, in percent."""
DRAWER_RANGE: Final = (120, 400)
"""Smallest and largest height of the drawer, in pixels at 100 %."""
HIDDEN_AT_FIRST: Final = ("other",)
"""Entity kinds that are not underlined until asked for: numbers, sums, works of art."""

_PACKAGE: Final = Path(__file__).resolve().parent
_THEMES: Final[Mapping[str, Theme]] = {"system": "system", "light": "light", "dark": "dark"}
_FALLBACK_NAME: Final = "annotator"


def user_name() -> str:
    """The name the system knows the person by, as a first proposal for the annotator's name; never empty."""
    try:
        name = getpass.getuser().strip()
    except (OSError, KeyError, ImportError):  # an account without a name; Windows without the variables has no pwd
        name = ""
    return name if ids.is_valid(name) else _FALLBACK_NAME


@dataclass(frozen=True, slots=True)
class Settings:
    """What the program remembers between two starts.

    ``annotator_id`` is empty until the person has told a name (see :meth:`named`); ``annotator_name`` is then only a
    proposal.  ``zoom`` is in percent.  ``last_project`` and ``recent_projects`` (newest first) are absolute paths.
    ``hidden_kinds`` are ids of entity kinds that the article does not show.  ``window_geometry`` is base64.  ``panels``
    are the widths of the panes in pixels, left to right.  ``order`` is how the list of articles is sorted, ``shown``
    which of them are listed.  ``folded`` names the panes that are folded away, ``guidelines`` has these at the left,
    ``drawer`` is the height of the drawer in pixels at 100 %, ``drawer_page`` the page it is open on.
    ``keys`` are the keys that differ from the table of actions,
    each ``"id=Key, Key"``.  ``interface`` is the size of the window's own type in percent.  ``ghosts`` offers cue and
    speaker after a new quotation, ``timer`` counts the time spent on each article, ``toured`` tells that the tour was
    seen.  ``notice`` is never stored: it is the sentence to show if the preferences could not be read whole.
    """

    annotator_id: str = ""
    annotator_name: str = field(default_factory=user_name)
    theme: Theme = "system"
    zoom: int = 100
    last_project: str | None = None
    recent_projects: tuple[str, ...] = ()
    hidden_kinds: tuple[str, ...] = HIDDEN_AT_FIRST
    window_geometry: str | None = None
    panels: tuple[int, ...] = ()
    order: str = ""
    shown: str = ""
    folded: tuple[str, ...] = ()
    guidelines: bool = False
    drawer: int = 180
    drawer_page: str = ""
    keys: tuple[str, ...] = ()
    interface: int = 100
    ghosts: bool = True
    timer: bool = True
    toured: bool = False
    notice: str = field(default="", compare=False)

    def named(self, name: str) -> Settings:
        """These settings with the annotator's name as told; the id is minted the first time and kept from then on."""
        return replace(self, annotator_id=self.annotator_id or ids.mint("a"), annotator_name=name.strip())

    def opened(self, project: Path) -> Settings:
        """These settings after ``project`` was opened: it is the last one and leads the recent ones."""
        path = str(project.absolute())
        others = tuple(other for other in self.recent_projects if other != path)
        return replace(self, last_project=path, recent_projects=(path, *others)[:MAX_RECENT])

    def forgotten(self, project: Path) -> Settings:
        """These settings without ``project``, which is no longer there."""
        path = str(project.absolute())
        return replace(
            self,
            last_project=None if self.last_project == path else self.last_project,
            recent_projects=tuple(other for other in self.recent_projects if other != path),
        )


def resource(*parts: str) -> Path:
    """The path of a file or folder below ``resources/``, in a checkout and in an installed program alike.

    Raises AppError if it is missing.
    """
    path = _resources().joinpath(*parts)
    if not path.exists():
        raise AppError(f"The program's file {'/'.join(parts)} is missing.", "Install the program again.")
    return path


def projects_folder() -> Path:
    """Where new projects go: ``ANNOTATOR_PROJECTS``, a checkout's ``projects/``, or the platform's data folder.

    It is created if it is missing; raises ProjectError if it cannot be.
    """
    named = os.environ.get(PROJECTS_VARIABLE)
    if named:
        folder = Path(named)
    elif _in_checkout():
        folder = _PACKAGE.parent / "projects"
    else:
        folder = platformdirs.user_data_path("annotator", appauthor=False) / "projects"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ProjectError(
            f"The folder for projects cannot be made: {error.strerror}.",
            f"Name another one in the environment variable {PROJECTS_VARIABLE}.",
            path=str(folder),
        ) from error
    return folder


def settings_folder() -> Path:
    """Where the preferences lie; it need not exist."""
    named = os.environ.get(SETTINGS_VARIABLE)
    return Path(named) if named else platformdirs.user_config_path("annotator", appauthor=False)


def load() -> Settings:
    """The stored preferences; the defaults where there are none.

    A value that makes no sense falls back to its default.  A file that is no TOML is set aside as
    ``settings.toml.damaged``.  Both, and a file that may not be read, are told in ``notice``; nothing is raised.
    """
    path = settings_folder() / FILE_NAME
    try:
        values = tomllib.loads(path.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        return Settings(notice=f"The preferences could not be read ({error.strerror}); the defaults are used.")
    except ValueError:  # tomllib.TOMLDecodeError and UnicodeDecodeError
        return Settings(notice=_set_aside(path))
    return _from_values(values)


def save(settings: Settings) -> None:
    """Store the preferences: the new file replaces the old one in one go.

    Raises AppError if the folder cannot be written.
    """
    folder = settings_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write_whole(folder / FILE_NAME, _to_toml(settings))
    except OSError as error:
        raise AppError(
            f"The preferences could not be saved: {error.strerror}.", f"Check that {folder} can be written."
        ) from error


def _in_checkout() -> bool:
    return (_PACKAGE.parent / "pyproject.toml").is_file() and not (_PACKAGE / "resources").is_dir()


def _resources() -> Path:
    return (_PACKAGE.parent if _in_checkout() else _PACKAGE) / "resources"


def _set_aside(path: Path) -> str:
    """Keep a damaged file under another name; the sentence that says so."""
    kept = path.with_name(path.name + ".damaged")
    try:
        path.replace(kept)
    except OSError:
        return f"The preferences in {path} are damaged; the defaults are used."
    return f"The preferences were damaged; the defaults are used, and the old file is kept as {kept}."


def _from_values(values: Mapping[str, object]) -> Settings:
    """Settings from what a TOML file holds, with a notice that names what made no sense."""
    read = _Reader({"hidden_kinds": list(HIDDEN_AT_FIRST), **values})
    settings = Settings(
        annotator_id=read.text("annotator_id", ids.is_valid) or "",
        annotator_name=read.text("annotator_name", ids.is_valid) or user_name(),
        theme=_THEMES[read.text("theme", _THEMES.__contains__) or "system"],
        zoom=read.whole("zoom", *ZOOM_RANGE, default=100),
        last_project=read.text("last_project", bool),
        recent_projects=read.texts("recent_projects")[:MAX_RECENT],
        hidden_kinds=read.texts("hidden_kinds"),
        window_geometry=read.text("window_geometry", _is_base64),
        panels=read.wholes("panels"),
        order=read.text("order", bool) or "",
        shown=read.text("shown", bool) or "",
        folded=read.texts("folded"),
        guidelines=read.truth("guidelines", default=False),
        drawer=read.whole("drawer", *DRAWER_RANGE, default=180),
        drawer_page=read.text("drawer_page", bool) or "",
        keys=read.texts("keys"),
        interface=read.whole("interface", *INTERFACE_RANGE, default=100),
        ghosts=read.truth("ghosts", default=True),
        timer=read.truth("timer", default=True),
        toured=read.truth("toured", default=False),
    )
    if "hidden_kinds" in read.wrong:
        settings = replace(settings, hidden_kinds=HIDDEN_AT_FIRST)
    if not read.wrong:
        return settings
    return replace(settings, notice=f"Some preferences made no sense and were reset: {', '.join(read.wrong)}.")


class _Reader:
    """Takes typed values out of a TOML table and notes in ``wrong`` the keys whose value is not of the kind."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values
        self.wrong: list[str] = []

    def text(self, key: str, accepts: Callable[[str], bool]) -> str | None:
        value = self._values.get(key)
        if value is None or value == "":
            return None
        if isinstance(value, str) and accepts(value):
            return value
        self.wrong.append(key)
        return None

    def whole(self, key: str, smallest: int, largest: int, *, default: int) -> int:
        value = self._values.get(key, default)
        if type(value) is int and smallest <= value <= largest:  # a bool is no number here
            return value
        self.wrong.append(key)
        return default

    def truth(self, key: str, *, default: bool) -> bool:
        value = self._values.get(key, default)
        if isinstance(value, bool):
            return value
        self.wrong.append(key)
        return default

    def texts(self, key: str) -> tuple[str, ...]:
        items = self._items(key)
        return tuple(item for item in items if isinstance(item, str))

    def wholes(self, key: str) -> tuple[int, ...]:
        items = self._items(key)
        return tuple(item for item in items if type(item) is int and item >= 0)

    def _items(self, key: str) -> list[object]:
        value = self._values.get(key, [])
        if isinstance(value, list):
            return value
        self.wrong.append(key)
        return []


def _is_base64(value: str) -> bool:
    try:
        base64.b64decode(value, validate=True)
    except ValueError:
        return False
    return True


def _to_toml(settings: Settings) -> str:
    """The settings that differ from the defaults as ``key = value`` lines."""
    lines = ["# Preferences of Annotator; a line that is missing means the default.\n"]
    for entry in fields(settings):
        value = getattr(settings, entry.name)
        if entry.compare and value != entry.default and value is not None:
            literal = _literal(value)
            if literal is not None:
                lines.append(f"{entry.name} = {literal}\n")
    return "".join(lines)


def _literal(value: object) -> str | None:
    """A TOML string, boolean, integer or one-line array; None for what TOML cannot hold (a path not in Unicode)."""
    if isinstance(value, str):
        # JSON escapes as TOML does, but for DEL
        return None if _has_surrogate(value) else json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, tuple):
        return f"[{', '.join(literal for literal in map(_literal, value) if literal is not None)}]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in text)


def _write_whole(path: Path, text: str) -> None:
    """Write ``path`` so that a reader, or a start after a power cut, sees the old file or the new one."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, suffix=".part", delete=False) as file:
        part = Path(file.name)
        try:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
            file.close()  # Windows moves only closed files
            part.replace(path)
        except BaseException:
            file.close()
            with contextlib.suppress(OSError):
                part.unlink()
            raise
