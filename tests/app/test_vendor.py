"""Files of others: the versions that are named are the ones that are fetched."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMES = {"BOOTSTRAP": "bootstrap", "SWAGGER_UI": "swagger-ui", "INTER": "inter"}


def test_the_versions_in_the_table_are_those_that_are_fetched():
    script = (ROOT / "tools/vendor.sh").read_text()
    table = (ROOT / "assets/vendor/README.md").read_text()
    fetched = dict(re.findall(r"^([A-Z_]+)=([\d.]+)$", script, re.MULTILINE))
    assert set(fetched) == set(NAMES)
    for variable, version in fetched.items():
        assert re.search(rf"\| `{NAMES[variable]}` \|.*\| {re.escape(version)} \|", table)


def test_the_style_sheet_says_its_version():
    style = (ROOT / "assets/vendor/bootstrap/bootstrap.min.css").read_text()
    script = (ROOT / "tools/vendor.sh").read_text()
    version = re.search(r"^BOOTSTRAP=([\d.]+)$", script, re.MULTILINE)
    assert version is not None
    assert f"Bootstrap  v{version[1]} " in style


def test_every_folder_has_its_licence():
    folders = [path for path in (ROOT / "assets/vendor").iterdir() if path.is_dir()]
    assert {folder.name for folder in folders} == set(NAMES.values())
    assert all((folder / "LICENSE").is_file() for folder in folders)
