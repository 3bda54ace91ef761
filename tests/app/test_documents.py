"""The OpenAPI document tells the truth, and its page needs no other server."""

import re
from pathlib import Path

import pytest

ASSETS = Path(__file__).parents[2] / "assets"


@pytest.fixture(scope="module")
def document(server):
    return server.test_client().get("/api/openapi.json").json


def routes(server):
    """Path and method of every route under /api, as the document writes them."""
    hidden = {"/api", "/api/", "/api/<path:_rest>", "/api/docs", "/api/openapi.json"}
    return {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in server.url_map.iter_rules()
        if rule.rule.startswith("/api") and rule.rule not in hidden
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }


def test_it_lists_every_route_of_rest_and_nothing_else(server, document):
    listed = {(path, method) for path in document["paths"] for method in document["paths"][path]}
    assert listed == routes(server)


def test_every_route_says_what_it_does(document):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"].endswith("."), (method, path)
            assert operation["tags"], (method, path)


def test_every_reference_leads_somewhere(document):
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert set(re.findall(r"'\$ref': '([^']+)'", repr(document))) <= known


def test_errors_have_the_shape_of_a_problem(document):
    for name in ("HTTPError", "ValidationError"):
        schema = document["components"]["schemas"][name]
        assert set(schema["properties"]) == {"code", "message", "field", "hint"}


def test_the_upload_is_described_as_a_form(document):
    body = document["paths"]["/api/datasets/upload"]["post"]["requestBody"]["content"]
    assert body["multipart/form-data"]["schema"]["required"] == ["file"]


def test_the_page_is_served_from_here(client):
    page = client.get("/api/docs")
    assert page.status_code == 200
    assert page.mimetype == "text/html"
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    own = [address for address in addresses if not address.startswith("data:")]
    assert len(own) == 3
    for address in own:
        assert client.get(address).status_code == 200, address
    assert not re.search(r"<script>|onload=", page.text)


def test_what_was_fetched_is_listed_with_its_version():
    script = (ASSETS.parent / "tools" / "vendor.sh").read_text()
    readme = (ASSETS / "vendor" / "README.md").read_text()
    versions = re.findall(r"^[A-Z_]+=([\d.]+)$", script, re.MULTILINE)
    assert len(versions) == 3
    for version in versions:
        assert version in readme
    for folder in (path for path in (ASSETS / "vendor").iterdir() if path.is_dir()):
        assert (folder / "LICENSE").is_file()
        assert folder.name in readme


def test_vendored_files_come_first_and_scripts_of_the_docs_not_at_all(client):
    page = client.get("/").text
    styles = re.findall(r'<link rel="stylesheet" href="([^"?]+)', page)
    assert styles[0] == "/assets/vendor/bootstrap/bootstrap.min.css"
    assert any(style.startswith("/assets/1") for style in styles)
    assert "swagger" not in page
    assert "/assets/docs/" not in page


def test_the_page_asks_no_other_server(client):
    page = client.get("/").text
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page) == []


@pytest.mark.browser
@pytest.mark.server
def test_the_page_shows_the_routes_with_an_empty_console(live_server, dash_br):
    server = live_server()
    dash_br.driver.get(f"{server.url}/api/docs")
    dash_br.wait_for_element(".opblock-summary-path", timeout=30)
    shown = {element.text for element in dash_br.find_elements(".opblock-summary-path")}
    assert "/api/training/start" in {path.replace("\u200b", "") for path in shown}
    assert dash_br.driver.get_log("browser") == []
