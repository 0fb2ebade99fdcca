"""The result screens in a real browser under a strict policy: nothing is refused, all is drawn."""

from collections.abc import Iterator
from typing import Any, Final

import pytest

from optimizer.labels import LANGS, Lang
from tests.web.results.harness import page, served
from tests.web.results.screens import NAMES, screen

WINDOWS: Final = {"wide": (1366, 768), "phone": (390, 844)}

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    pages = {f"{name}_{lang}": page(screen(name, lang)) for name in NAMES for lang in LANGS}
    with served(pages) as found:
        yield found


class Visit:
    """A page in a window, and what the browser complained about."""

    def __init__(self, chromium: Any, address: str, window: str = "wide") -> None:
        width, height = WINDOWS[window]
        self.context = chromium.new_context(
            viewport={"width": width, "height": height}, has_touch=window == "phone"
        )
        self.page, self.complaints = self.context.new_page(), []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", lambda request: self.complaints.append(request.url))
        self.page.goto(address)

    def scroll_through(self) -> None:
        """Open every part and bring every chart into the window."""
        from playwright.sync_api import expect

        self.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        for place in self.page.locator("[data-result-chart]").all():
            place.scroll_into_view_if_needed()
            expect(place).to_have_attribute("data-drawn", "")


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_refused_everything_is_drawn_and_nothing_runs_over(
    chromium: Any, address: str, name: str, lang: Lang, window: str
) -> None:
    visit = Visit(chromium, f"{address}/{name}_{lang}", window)
    visit.scroll_through()
    width = visit.page.evaluate("document.documentElement.scrollWidth")
    drawn = visit.page.locator("[data-drawn] .main-svg").count()
    hit = visit.page.evaluate("window.hit === undefined")
    visit.context.close()

    assert visit.complaints == []
    assert width == WINDOWS[window][0]
    assert drawn >= sum(len(section["charts"]) for section in screen(name, lang)["sections"])
    assert hit, "script text of the workbook was run"


def test_a_forbidden_style_would_be_noticed(chromium: Any, address: str) -> None:
    """The test of the test: the policy is in force and its complaints are heard."""
    visit = Visit(chromium, f"{address}/faults_zh")
    visit.page.evaluate("document.body.setAttribute('style', 'color: red')")
    visit.page.wait_for_timeout(100)
    visit.context.close()

    assert any("Content Security Policy" in complaint for complaint in visit.complaints)


def test_names_that_are_markup_are_shown_as_they_are(chromium: Any, address: str) -> None:
    visit = Visit(chromium, f"{address}/hostile_zh")
    visit.scroll_through()
    legend = visit.page.locator(".legendtext").all_text_contents()
    visit.context.close()

    assert any("</script><script>" in text for text in legend)


def test_a_long_table_is_filtered_and_opened(chromium: Any, address: str) -> None:
    visit = Visit(chromium, f"{address}/allocation_zh")
    rows = len(_placements()["rows"])
    table = visit.page.locator("#result-placements .result-table")
    seen = table.locator("tbody tr:visible")
    first = seen.count()
    table.get_by_role("button").press("Enter")
    every = seen.count()
    wanted = str(_placements()["rows"][-1]["cells"][0])
    table.get_by_role("searchbox").fill(wanted)
    found = seen.all_text_contents()
    table.get_by_role("searchbox").fill("没有这个项目")
    none, told = seen.count(), table.locator(".result-count").text_content()
    visit.context.close()

    assert (first, every) == (30, rows)
    assert found
    assert all(wanted in row for row in found)
    assert (none, told) == (0, screen("allocation", "zh")["words"]["none_match"])


def test_the_header_stays_while_a_long_table_scrolls(chromium: Any, address: str) -> None:
    visit = Visit(chromium, f"{address}/allocation_zh")
    area = visit.page.locator("#result-placements .result-scroll")
    area.evaluate("area => { area.scrollTop = 400; }")
    tops = area.evaluate(
        "area => [area.getBoundingClientRect().top, "
        "area.querySelector('thead th').getBoundingClientRect().top, area.scrollTop]"
    )
    visit.context.close()

    assert tops[2] == 400
    assert abs(tops[0] - tops[1]) <= 2


def test_rows_become_blocks_with_their_headers_on_a_phone(chromium: Any, address: str) -> None:
    visit = Visit(chromium, f"{address}/allocation_zh", "phone")
    table = visit.page.locator("#result-waiting .result-table")
    shown = table.locator("tbody tr:visible").count()
    label = table.locator("tbody tr").first.locator("td").first.get_attribute("data-label")
    side = table.locator(".result-scroll").evaluate("area => area.scrollWidth - area.clientWidth")
    visit.context.close()

    assert shown == 8
    assert label
    assert side == 0


def test_a_link_opens_the_part_it_leads_to(chromium: Any, address: str) -> None:
    visit = Visit(chromium, f"{address}/plan_zh")
    link = visit.page.locator(".result-contents a[href='#result-rules']")
    link.focus()
    link.press("Enter")
    rules = visit.page.locator("#result-rules table").first
    rules.wait_for(state="visible")
    opened = rules.is_visible()
    visit.context.close()

    assert opened


def test_the_tab_key_reaches_every_table_and_fold(chromium: Any, address: str) -> None:
    visit = Visit(chromium, f"{address}/clash_zh")
    seen = set()
    for _ in range(12):
        visit.page.keyboard.press("Tab")
        seen.add(visit.page.evaluate("document.activeElement.tagName"))
    visit.context.close()

    assert "SUMMARY" in seen


def _placements() -> dict[str, Any]:
    sections = screen("allocation", "zh")["sections"]
    return next(each["tables"][0] for each in sections if each["key"] == "placements")
