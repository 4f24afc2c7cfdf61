"""A passkey in a real browser: added, used for signing in, taken away. The authenticator is Chromium's own, virtual."""

from urllib.parse import urlsplit

import pytest

from tests.browser import chromium
from tests.browser.conftest import SCREEN
from tests.browser.people import Officer, fill

NAME = "办公室的安全密钥"


@pytest.fixture
def at_localhost(playwright, chromium_path, deployment):
    """A page at the desk's name: browsers make no passkeys for a bare number. Loopback is all that this name is."""
    switches = [*chromium.SWITCHES[:-1], f"{chromium.SWITCHES[-1]}, EXCLUDE localhost"]
    browser = playwright.chromium.launch(executable_path=chromium_path, args=switches)
    context = browser.new_context(viewport=SCREEN)
    context.set_default_timeout(60_000)
    yield context.new_page()
    browser.close()


@pytest.fixture
def authenticator(at_localhost):
    """A security key that is always touched."""
    session = at_localhost.context.new_cdp_session(at_localhost)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasUserVerification": False,
        "automaticPresenceSimulation": True,
    }
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def signs_in_with_it(officer):
    officer.goes("sign-in")
    officer.gives_passphrase()
    button = officer.page.locator("form[data-passkey=get] button")
    button.wait_for()
    button.click()
    officer.page.locator("form.who").wait_for()


def test_a_passkey_is_added_used_and_taken_away(at_localhost, authenticator, deployment, used_codes):
    page, (session, key) = at_localhost, authenticator
    address = f"http://localhost:{urlsplit(deployment.desk).port}"
    he = Officer(page, address, deployment.people["he"], used_codes)
    he.signs_in()
    he.goes("me/passkeys")
    fill(page, {"name": NAME, "passphrase": he.credentials.passphrase})
    page.locator("form[data-passkey=create] button").click()
    page.locator("[name=login]").wait_for()
    assert len(session.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]) == 1
    signs_in_with_it(he)
    he.goes("me/passkeys")
    assert NAME in page.inner_text("main")
    page.locator("section.box [name=passphrase]").fill(he.credentials.passphrase)
    page.locator("section.box button").click()
    page.locator("[name=login]").wait_for()
    he.gives_passphrase()
    page.locator("[name=code]").wait_for()
    assert page.locator("form[data-passkey]").count() == 0
