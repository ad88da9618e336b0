"""The wheel, installed into an empty environment, is the whole product: `samsyn demo` answers and lets people in."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tools import demo as demos
from tools.demo import Visitor

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).parent / "uv"

pytestmark = pytest.mark.package


def uv(*words: str | Path) -> None:
    subprocess.run([UV, *words, "--quiet"], check=True)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("*.whl"))


def test_wheel_holds_what_is_built_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    for wanted in (
        "samsyn/static/built/samsyn.css",
        "samsyn/static/built/samsyn.js",
        "samsyn/surveys/demo/run2014/respondents.csv",
        "samsyn/home/demo/alvsunda.csv",
        "samsyn/organisations/locale/sv/LC_MESSAGES/django.mo",
    ):
        assert wanted in names
    assert [name for name in names if "/tests/" in name or "node_modules" in name] == []


def test_wheel_in_an_empty_environment_runs_the_demo(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "empty"
    pins = ROOT / "requirements/run.txt"
    uv("venv", "--python", sys.executable, environment)
    uv("pip", "install", "--python", environment / "bin/python", "--constraint", pins, wheel)

    command = (str(environment / "bin/samsyn"),)
    with demos.running(tmp_path / "data", command=command) as demo:
        pages = [Visitor(demo, name).get("/") for name in demo.ways_in]
        styles = re.findall(r'<link[^>]+href="(/static/[^"]+[.]css)"', pages[0].body.decode())
        style = Visitor(demo).get(styles[0])

    assert {page.status for page in pages} == {200}
    assert style.status == 200
    assert demo.process.returncode == 0
