"""A wheel built from the checkout finds its files where it is installed."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import annotator

ROOT = Path(__file__).resolve().parents[2]


def run(*command: str, cwd: Path, **env: str) -> str:
    """What a Python command prints; its error output is shown if it fails."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=cwd,
        env={**os.environ, **env},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    run("-m", "hatchling", "build", "-t", "wheel", "-d", str(out), cwd=ROOT)
    (built,) = out.glob("*.whl")
    return built


def files_in(folder: Path) -> set[str]:
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in found if "__pycache__" not in path.parts}


def test_the_wheel_holds_all_code_resources_and_licences(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert names >= {f"annotator/{name}" for name in files_in(ROOT / "annotator")}
    assert names >= {f"annotator/resources/{name}" for name in files_in(ROOT / "resources")}
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"annotator", f"quotation_annotator-{annotator.__version__}.dist-info"}
    licences = {name.rpartition("/")[2] for name in names if ".dist-info/licenses/" in name}
    assert licences == {"LICENSE", "NOTICE"}
    assert wheel.name.endswith("-py3-none-any.whl")


def test_the_wheel_has_both_doors(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith("entry_points.txt"))
        points = archive.read(name).decode("utf-8")
    assert "[console_scripts]\nannotator = annotator.__main__:main" in points
    assert "[gui_scripts]\nannotator-window = annotator.__main__:main" in points


def test_an_installed_wheel_finds_its_resources(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "site cafe\u0301 🏭"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    run(
        "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target), str(wheel), cwd=elsewhere
    )
    code = (
        "import os; os.environ.pop('ANNOTATOR_PROJECTS', None); from annotator import settings;"
        "print(settings.resource('README.md')); print(settings.projects_folder())"
    )
    home = str(tmp_path / "home")
    found, projects = run(
        "-c",
        code,
        cwd=elsewhere,
        PYTHONPATH=str(target),
        PYTHONUTF8="1",
        HOME=home,
        XDG_DATA_HOME=home,
        LOCALAPPDATA=home,
    ).splitlines()
    assert Path(found) == (target / "annotator" / "resources" / "README.md").resolve()
    assert Path(found).is_file()
    assert ROOT not in Path(projects).parents
    assert Path(projects).name == "projects"
