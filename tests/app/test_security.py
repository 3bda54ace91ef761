import uuid

import pytest

from app.security import COOKIE, sign
from app.settings import settings
from tests.api_client import PLANTS, problem, upload, uploaded


@pytest.fixture
def allow(monkeypatch):
    """Set ALLOWED_HOSTS."""

    def change(names):
        monkeypatch.setenv("ALLOWED_HOSTS", names)
        settings.cache_clear()

    yield change
    settings.cache_clear()


@pytest.fixture
def browser(server):
    """A visitor without a token."""
    return server.test_client()


def test_every_answer_has_the_headers(client):
    for path in ("/", "/api/models", "/api/nowhere", "/assets/nothing.css", "/api/docs"):
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-eval" not in policy
        assert "'unsafe-inline'" not in policy.partition("style-src")[0]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert "Referrer-Policy" in headers


def test_the_inline_script_of_the_page_is_allowed_by_its_hash(client):
    response = client.get("/")
    assert "var renderer = new DashRenderer" in response.text
    assert "'sha256-" in response.headers["Content-Security-Policy"]


def test_answers_of_rest_are_not_kept(client):
    assert client.get("/api/models").headers["Cache-Control"] == "no-store"


def test_assets_whose_address_changes_with_them_are_kept(client):
    page = client.get("/").text
    address = page.partition('href="/assets/vendor/bootstrap')[2].partition('"')[0]
    response = client.get(f"/assets/vendor/bootstrap{address}")
    assert response.status_code == 200
    assert "immutable" in response.headers["Cache-Control"]
    assert "immutable" not in client.get("/assets/vendor/inter/inter.css").headers["Cache-Control"]


class TestDeployed:
    def test_a_visitor_gets_a_workspace_of_their_own(self, server, browser):
        response = browser.get("/")
        cookie = response.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Secure" not in cookie
        mine = uploaded(browser)
        assert "Set-Cookie" not in browser.get("/api/datasets").headers
        assert [entry["id"] for entry in browser.get("/api/datasets").json["datasets"]] == [mine]
        other = server.test_client()
        assert other.get("/api/datasets").json["datasets"] == []

    def test_somebody_elses_id_and_an_unknown_one_get_the_same_answer(self, server, browser):
        mine = uploaded(browser)
        other = server.test_client()
        foreign = other.get(f"/api/datasets/{mine}").json
        unknown_id = str(uuid.uuid4())
        unknown = other.get(f"/api/datasets/{unknown_id}").json
        assert foreign["message"].replace(mine, unknown_id) == unknown["message"]
        assert foreign["code"] == unknown["code"] == "not_found"

    def test_the_cookie_is_for_https_alone_where_there_is_https(self, browser):
        direct = browser.get("/", base_url="https://localhost")
        assert "Secure" in direct.headers["Set-Cookie"]
        browser.delete_cookie(COOKIE)
        behind_proxy = browser.get("/", headers={"X-Forwarded-Proto": "https"})
        assert "Secure" in behind_proxy.headers["Set-Cookie"]

    def test_a_forged_cookie_opens_nothing(self, server, browser):
        mine = uploaded(browser)
        name = browser.get_cookie(COOKIE).value.partition(".")[0]
        forger = server.test_client()
        forger.set_cookie(COOKIE, f"{name}.forged")
        response = forger.get(f"/api/datasets/{mine}")
        assert response.status_code == 404
        assert not forger.get_cookie(COOKIE).value.startswith(name)

    def test_files_that_are_the_same_for_all_set_no_cookie(self, browser):
        assert "Set-Cookie" not in browser.get("/assets/vendor/inter/inter.css").headers

    def test_a_token_opens_its_workspace(self, server, browser):
        workspace = str(uuid.uuid4())
        header = {"Authorization": f"Bearer {sign(workspace)}"}
        client = server.test_client()
        client.environ_base["HTTP_AUTHORIZATION"] = header["Authorization"]
        mine = uploaded(client)
        response = browser.get(f"/api/datasets/{mine}", headers=header)
        assert response.status_code == 200
        assert "Set-Cookie" not in response.headers

    @pytest.mark.parametrize("token", ["", "nonsense", "local.x"])
    def test_a_wrong_token_is_refused(self, browser, token):
        response = browser.get("/api/datasets", headers={"Authorization": f"Bearer {token}"})
        problem(response, 401, "unknown_token", "Authorization")
        assert response.headers["WWW-Authenticate"] == "Bearer"

    def test_any_name_is_answered_unless_names_are_given(self, browser, allow):
        assert browser.get("/api/models", base_url="http://some.example").status_code == 200
        allow("app.example,.sub.example")
        for name in ("app.example", "APP.example:8050", "sub.example", "a.sub.example"):
            response = browser.get("/api/models", headers={"Host": name})
            assert response.status_code == 200, name
        for name in ("some.example", "xsub.example", "app.example.evil"):
            response = browser.get("/api/models", headers={"Host": name})
            problem(response, 421, "unknown_host", "Host")


class TestLocal:
    @pytest.fixture(autouse=True)
    def run(self, local_run):
        pass

    def test_there_is_one_workspace_and_no_cookie(self, server, browser):
        response = browser.get("/")
        assert "Set-Cookie" not in response.headers
        mine = uploaded(browser)
        assert server.test_client().get(f"/api/datasets/{mine}").status_code == 200
        assert browser.delete(f"/api/datasets/{mine}").status_code == 204

    @pytest.mark.parametrize(
        "name", ["localhost", "localhost:8050", "127.0.0.1:1", "[::1]", "[::1]:8050"]
    )
    def test_its_own_names_are_answered(self, browser, name):
        assert browser.get("/api/models", headers={"Host": name}).status_code == 200

    @pytest.mark.parametrize("name", ["evil.example", "localhost.evil.example", "192.168.0.1"])
    def test_other_names_are_not(self, browser, name, allow):
        message = problem(
            browser.get("/api/models", headers={"Host": name}), 421, "unknown_host", "Host"
        )
        assert name in message
        page = browser.get("/", headers={"Host": name})
        assert page.status_code == 421
        assert page.mimetype == "text/plain"
        allow(name)
        assert browser.get("/", headers={"Host": name}).status_code == 200


class TestOtherSites:
    @pytest.mark.parametrize(
        "headers",
        [
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Origin": "http://evil.example"},
            {"Origin": "http://localhost:1"},
            {"Origin": "null"},
        ],
    )
    def test_they_can_change_nothing(self, client, headers):
        response = client.post("/api/datasets/sample/iris", headers=headers)
        problem(response, 403, "cross_site", "Origin")
        callback = client.post("/_dash-update-component", json={}, headers=headers)
        assert callback.status_code == 403
        assert client.get("/api/datasets").json["datasets"] == []

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"Origin": "http://localhost"},
            {"Origin": "https://localhost"},
            {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
            {"Sec-Fetch-Site": "none"},
        ],
    )
    def test_the_own_page_and_programs_can(self, client, headers):
        response = client.post("/api/datasets/sample/iris", headers=headers)
        assert response.status_code == 201

    def test_reading_needs_no_proof(self, client):
        headers = {"Sec-Fetch-Site": "cross-site"}
        assert client.get("/", headers=headers).status_code == 200


def test_a_refused_upload_leaves_nothing(client):
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "cross-site"
    problem(upload(client, PLANTS), 403, "cross_site", "Origin")
    del client.environ_base["HTTP_SEC_FETCH_SITE"]
    assert client.get("/api/datasets").json["datasets"] == []
