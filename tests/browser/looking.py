"""What the tests of the pages share: states that a page goes through, however short they are, and speaking to it."""

import re

from fake_server import FakeServer, until
from playwright.sync_api import BrowserContext, Page

PATIENCE_S = 60
NOTED = """
(() => {
  const noted = [];
  const note = (list) => {
    for (const { target, attributeName: name } of list) noted.push({ target, name, value: target.getAttribute(name) });
  };
  const watch = { attributes: true, subtree: true, attributeFilter: ['data-state', 'data-phase'] };
  new MutationObserver(note).observe(document, watch);
  window.__wentThrough = (selector, name, wanted) => {
    const fits = new RegExp(wanted);
    const ours = noted.filter((each) => each.name === name && each.target.matches(selector));
    const at = ours.findIndex((each) => fits.test(each.value));
    for (const seen of ours.slice(0, at + 1)) noted.splice(noted.indexOf(seen), 1);
    return at >= 0 || fits.test(document.querySelector(selector)?.getAttribute(name) ?? '');
  };
})();
"""


def note_states(context: BrowserContext) -> None:
    """Every page of it notes which states and phases it goes through."""
    context.add_init_script(NOTED)


def goes_through(page: Page, selector: str, attribute: str, wanted: str | re.Pattern[str]) -> None:
    """Wait until an element is in that state, or was since the last state that was waited for; in their order."""
    pattern = wanted.pattern if isinstance(wanted, re.Pattern) else f"^{re.escape(wanted)}$"
    for _ in range(PATIENCE_S * 20):
        if page.evaluate("(all) => window.__wentThrough(...all)", [selector, attribute, pattern]):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{attribute} of {selector} never was {pattern}")


def speak(page: Page, fake: FakeServer, frames: int = 40) -> None:
    """Hold to talk until so many frames of 20 ms have arrived."""
    before = len(fake.voices)
    page.keyboard.down("Space")
    heard(fake, before, frames)
    page.keyboard.up("Space")


def heard(fake: FakeServer, before: int, frames: int = 40) -> None:
    """Wait until so many frames of a voice session have arrived; there were `before` sessions until then."""
    until(lambda: len(fake.voices) > before and len(fake.voices[-1].frames) >= frames, PATIENCE_S)
