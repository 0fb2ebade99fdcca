"""The result templates: every part is there, every text of a user is escaped, no inline script."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any, get_args

import pytest

from optimizer.labels import LANGS, Lang, catalogue
from optimizer.reporting.screen.charts import Form
from optimizer.reporting.screen.shown import shown
from tests.web.results.harness import STATIC, page
from tests.web.results.screens import HOSTILE, NAMES, screen

SCRIPT = (STATIC / "results/results.js").read_text(encoding="utf-8")
STYLE = (STATIC / "results/results.css").read_text(encoding="utf-8")


class Reading(HTMLParser):
    """What a page is made of: tags with their attributes, ids, texts, scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data.strip())

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == name]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", NAMES)
def test_every_part_of_a_screen_is_on_the_page(name: str, lang: Lang) -> None:
    made = screen(name, lang)
    html = page(made)
    read, told = Reading(html), unescape(html)

    assert f'lang="{lang}"' in html
    for said in (made["title"], made["data"], made["horizon"], made["ending"]["sentence"]):
        assert said in told
    for section in made["sections"]:
        assert f"result-{section['key']}" in {a.get("id") for _, a in read.tags}
        assert section["title"] in told
        for line in (*section["lines"], *section["foot"], section["note"], section["lead"]):
            assert line.splitlines()[:1] == [] or line.splitlines()[0] in told
    assert len(read.all("table")) == sum(
        len(s["tables"]) + len(s["charts"]) for s in made["sections"]
    )


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["allocation", "plan"])
def test_every_cell_is_on_the_page_as_the_report_formats_it(name: str, lang: Lang) -> None:
    made = screen(name, lang)
    texts = set(Reading(page(made)).texts)

    for card in (card for group in made["cards"] for card in group["cards"]):
        assert shown(card["value"], card["kind"]) in texts
        assert card["label"] in texts
    for table in (table for section in made["sections"] for table in section["tables"]):
        assert {column["label"] for column in table["columns"]} - {""} <= texts
        for row in table["rows"]:
            kinds = row.get("kinds") or [column["kind"] for column in table["columns"]]
            cells = zip(row["cells"], kinds, strict=True)
            assert {shown(value, kind).strip() for value, kind in cells} - {""} <= texts


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_unique_and_links_lead_somewhere(name: str) -> None:
    read = Reading(page(screen(name, "zh")))
    ids = [attributes["id"] for _, attributes in read.tags if "id" in attributes]
    links = [str(a["href"]) for a in read.all("a")]

    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in links} <= set(ids)


@pytest.mark.parametrize("name", NAMES)
def test_a_strict_policy_has_nothing_to_forbid(name: str) -> None:
    read = Reading(page(screen(name, "zh")))

    for attributes in read.all("script"):
        assert attributes.get("type") == "application/json" or attributes.get("src")
    for _, attributes in read.tags:
        assert "style" not in attributes
        assert not [key for key in attributes if key.startswith("on")]
    assert read.all("style") == []
    addresses = [a.get("src") or a.get("href") for tag, a in read.tags if tag in ("script", "link")]
    assert all(str(address).startswith("/") for address in addresses if address)


@pytest.mark.parametrize("lang", LANGS)
def test_script_text_of_a_workbook_is_escaped(lang: Lang) -> None:
    html = page(screen("hostile", lang))
    read = Reading(html)

    assert "<script>window.hit" not in html
    assert "<img" not in html
    assert read.all("img") == []
    assert "{{ 7 }}" in html  # not read as a template
    assert HOSTILE in unescape(html)
    assert r"\u003C/script\u003E" in html  # in the data of a chart


def test_folded_parts_say_so_and_tables_can_be_reached_by_keyboard() -> None:
    read = Reading(page(screen("allocation", "zh")))
    regions = [a for _, a in read.tags if a.get("class") == "result-scroll"]

    assert regions
    assert all(a.get("tabindex") == "0" and a.get("aria-label") for a in regions)
    assert all(a.get("aria-label") for _, a in read.tags if "data-result-chart" in a)
    assert any(a.get("class") == "result-fold" for a in read.all("details"))


def test_the_script_draws_every_form_of_chart_and_knows_every_word() -> None:
    for form in get_args(Form):
        assert re.search(rf"\b{form}: \(chart", SCRIPT), form
    words = set(re.findall(r"\bwords\.(\w+)", SCRIPT))

    assert words
    assert words <= set(screen("plan", "zh")["words"])


def test_the_style_touches_nothing_else_on_the_page() -> None:
    rules = re.sub(r"/\*.*?\*/", "", STYLE, flags=re.DOTALL)
    selectors = [part.strip() for part in re.findall(r"([^{}]+)\{", rules)]
    each = [
        one.strip() for part in selectors if not part.startswith("@") for one in part.split(",")
    ]

    assert all(one.startswith(".result") for one in each), each


def test_every_text_of_the_screens_is_there_in_both_languages() -> None:
    mine = {key: entry for key, entry in catalogue().items() if key.startswith("screen.")}

    assert mine
    for key, entry in mine.items():
        places: list[Any] = [sorted(re.findall(r"\{(\w+)\}", entry[lang])) for lang in LANGS]
        assert places[0] == places[1], key
        assert all(entry[lang].strip() for lang in LANGS), key


def test_plotly_is_served_from_here_with_its_licence() -> None:
    folder = STATIC / "results/plotly"
    bundle = (folder / "plotly-basic.min.js").read_text(encoding="utf-8")

    assert len(bundle) < 1_500_000
    assert "MIT license" in bundle[:300]
    assert "Plotly" in (folder / "LICENSE.txt").read_text(encoding="utf-8")
    assert "new Function" not in bundle
    assert not re.search(r"\beval\(", bundle)
