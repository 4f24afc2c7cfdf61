import pytest

from portal.web.headers import HEADERS


@pytest.mark.parametrize("address", ["/", "/zh/", "/zh/nowhere", "/zh/fail/x", "/zh/send", "/static/tokens.css"])
def test_every_answer_carries_them(client, address):
    answer = client.get(address, buffered=True)
    assert {name: answer.headers.get(name) for name in HEADERS} == dict(HEADERS)
    for told in ("Server", "Set-Cookie", "ETag", "Last-Modified", "X-Powered-By"):
        assert told not in answer.headers


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere():
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy
    assert policy.startswith("default-src 'none'")
    for part in ("form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert part in policy
