"""The pages as a browser has them: Chromium judges width, console and, with axe-core, accessibility.

Needs a Chromium, and axe-core's `axe.min.js` (npm install axe-core) under `node_modules` or where NEWSDUCK_AXE says.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from flows import profile, report
from flows.settings import Settings
from tests.flows import newsroom

WIDTHS = (390, 800, 1400)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
_AXE = Path(os.environ.get("NEWSDUCK_AXE", "node_modules/axe-core/axe.min.js"))
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_JUDGE = """<script>%s</script><script>
const rules = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];
axe.run(document, {runOnly: rules}).then(found => parent.postMessage({
  page: document.title, width: innerWidth, needed: document.documentElement.scrollWidth,
  violations: found.violations.map(each => each.id + " " + each.nodes[0].target),
  passes: found.passes.length, dark: matchMedia("(prefers-color-scheme: dark)").matches,
}, "*"));
</script></body>"""
_FRAMES = """<!DOCTYPE html><title>all</title><pre>[]</pre>%s<script>
const told = [];
addEventListener("message", event => {
  told.push(event.data);
  document.querySelector("pre").textContent = JSON.stringify(told);
});
</script>"""


@pytest.fixture(scope="session")
def browser() -> str:
    """Return a Chromium, or skip: not every machine has one."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    return found or pytest.skip(f"none of {', '.join(BROWSERS)} is installed")


@pytest.fixture
def written(settings: Settings) -> list[Path]:
    """Return a brief, a story and an entity, of titles and names long enough to be in the way."""
    newsroom.publish(settings.home, 1200, title="A headline of some length # " + "W" * 60, name="Harbourside ")
    files = [
        report.write(settings),
        profile.show(settings, "story", "s3-7", "html"),
        profile.show(settings, "entity", "person12", "html"),
    ]
    return [each for each in files if each]


def opened(browser: str, page: Path, profile_folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Return the document and the log of a page that the browser has opened."""
    given = (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={profile_folder}",
        "--enable-logging=stderr",
    )
    command = [browser, *given, "--timeout=240000", *options, "--dump-dom", page.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)  # noqa: S603  what is installed


def test_the_browser_has_nothing_to_say_of_the_pages(browser: str, written: list[Path], tmp_path: Path) -> None:
    for page in written:
        seen = opened(browser, page, tmp_path / "profile")
        assert "<h1" in seen.stdout
        assert [line for line in seen.stderr.splitlines() if "CONSOLE" in line] == []


@pytest.mark.skipif(not _AXE.is_file(), reason=f"axe-core is not at {_AXE} (NEWSDUCK_AXE)")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: str, written: list[Path], tmp_path: Path, scheme: str
) -> None:
    axe = _AXE.read_text(encoding="utf-8")
    frames = []
    for page in written:  # a copy without the policy, which would not let axe in
        judged = _POLICY.sub("", page.read_text(encoding="utf-8")).replace("</body>", _JUDGE % axe)
        inside = html.escape(judged)  # in the outer page's own process, whose clock waits for all of them
        frames += [f'<iframe width="{width}" height="900" srcdoc="{inside}"></iframe>' for width in WIDTHS]
    outer = tmp_path / "all.html"
    outer.write_text(_FRAMES % "".join(frames), encoding="utf-8")
    dark = f"--blink-settings=preferredColorScheme={0 if scheme == 'dark' else 1}"
    seen = opened(browser, outer, tmp_path / "profile", dark, "--virtual-time-budget=60000")
    found = re.search("<pre>(.*?)</pre>", seen.stdout, re.DOTALL)
    told = json.loads(html.unescape(found[1])) if found else []
    assert len(told) == len(frames)
    assert {each["dark"] for each in told} == {scheme == "dark"}
    assert min(each["passes"] for each in told) > 20
    assert [each for each in told if each["violations"] or each["needed"] > each["width"]] == []
