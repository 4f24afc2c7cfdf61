import io

import pytest

from portal.web.crossorigin import comes_from_elsewhere

HOST = "door.example:8400"


@pytest.mark.parametrize(
    ("method", "fetch_site", "origin", "elsewhere"),
    [
        ("GET", "cross-site", "https://evil.example", False),
        ("HEAD", "cross-site", None, False),
        ("OPTIONS", "cross-site", None, False),
        ("POST", "same-origin", None, False),
        ("POST", "none", None, False),
        ("POST", "same-site", None, True),
        ("POST", "cross-site", f"http://{HOST}", True),
        ("POST", "", None, True),
        ("POST", None, f"http://{HOST}", False),
        ("POST", None, f"https://{HOST}", False),
        ("POST", None, "http://door.example", True),
        ("POST", None, "http://door.example:8401", True),
        ("POST", None, f"http://{HOST}.evil.example", True),
        ("POST", None, "null", True),
        ("POST", None, "", True),
        ("POST", None, None, False),
        ("DELETE", "cross-site", None, True),
    ],
)
def test_whose_doing_a_request_is(method, fetch_site, origin, elsewhere):
    assert comes_from_elsewhere(method, fetch_site, origin, HOST) is elsewhere


@pytest.mark.parametrize(
    ("referrer", "elsewhere"),
    [
        (None, False),
        ("", False),
        (f"https://{HOST}/zh/report/before", False),
        ("https://evil.example/", True),
        (f"https://evil.example/?{HOST}", True),
        (f"https://{HOST}.evil.example/", True),
        ("nonsense", True),
    ],
)
def test_an_old_browser_that_says_neither_is_asked_for_its_referrer(referrer, elsewhere):
    """Firefox before 70 sends a POST without both; a form planted by another site would bring a code it knows."""
    assert comes_from_elsewhere("POST", None, None, HOST, referrer) is elsewhere


def test_a_refused_request_is_told_so_and_its_body_is_never_read(client):
    class Unread(io.BytesIO):
        def read(self, *_args):
            raise AssertionError("the body was read")

        readline = readinto = read

    answer = client.post(
        "/zh/send",
        headers={"Sec-Fetch-Site": "cross-site"},
        input_stream=Unread(),
        content_length=10,
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 403
    assert "不是从本站发出" in answer.text


def test_our_own_pages_may_send(client):
    ours = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}
    assert client.post("/zh/send", data={"x": "1"}, headers=ours).text == "sent 1"
