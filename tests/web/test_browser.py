"""A real browser: what a manager does, from signing in to the report, and what is refused."""

import io
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from optimizer.labels import text
from tests.samples.write import INPUTS
from tests.tables.books import CARRIERS, PROJECTS, write_book
from tests.web.server import Server, Visitor

pytestmark = pytest.mark.browser
SLOW = 180_000
"""Milliseconds; a busy machine reads and solves slowly."""
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1366, "height": 768}


@pytest.fixture
def window(chromium: Any, server: Server) -> Iterator[Any]:
    """A browser window; anything its scripts complain about fails the test."""
    context = chromium.new_context(base_url=server.address, viewport=DESK, locale="zh-CN")
    context.set_default_timeout(SLOW)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: (
            complaints.append(said.text)
            if said.type == "error" and "the server responded with" not in said.text
            else None
        ),
    )
    yield page
    context.close()
    assert complaints == []


@pytest.fixture(scope="module")
def faulty(server: Server) -> str:
    """The address of a workbook with faults, read."""
    return Visitor(server).read(INPUTS / "faulty.xlsx")


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook about which something is asked; one header is as long as they come."""
    carriers = [["载体编号", "环节", "面积"], ["K1", "孵化", 500], ["K2", "孵化", 600]]
    notes = [["甲" * 60, "乙"], ["x", "y"]]
    book = tmp_path_factory.mktemp("asking") / "待确认.xlsx"
    return write_book(book, {"载体": carriers, "项目": PROJECTS, "杂" * 30: notes})


def sign_in(window: Any, server: Server, user: str = "admin", password: str = "") -> None:
    window.goto("/sign-in")
    window.get_by_label(text("web.sign_in.user")).fill(user)
    window.get_by_label(text("web.sign_in.password")).fill(password or server.password)
    send(window, "web.sign_in.button")


def send(window: Any, button: str) -> None:
    """Press the button and wait for the page that answers: until then the old one stands there."""
    with window.expect_navigation():
        window.get_by_role("button", name=text(button)).click()


def give_in(window: Any, *books: Path) -> None:
    """Give workbooks in and wait until they are read: only then can an upload be deleted."""
    window.locator("#workbooks").set_input_files([str(book) for book in books])
    send(window, "web.home.button")
    window.locator("details.danger").wait_for()


def start(window: Any) -> None:
    send(window, "web.upload.run")
    window.locator("#progress, #result-title").first.wait_for()


def opened(download: Any) -> openpyxl.Workbook:
    """A workbook that was downloaded."""
    return openpyxl.load_workbook(io.BytesIO(Path(download.path()).read_bytes()))


def result(window: Any) -> str:
    """How the run ended, as the page says."""
    return str(window.locator(".result-ending").inner_text())


def test_one_signs_in_and_out(window: Any, server: Server) -> None:
    window.goto("/runs")
    assert "/sign-in" in window.url

    sign_in(window, server)
    assert window.get_by_role("heading", level=1).inner_text() == text("web.home.title")

    send(window, "web.nav.sign_out")
    window.goto("/runs")
    assert "/sign-in" in window.url


def test_upload_watch_progress_stop_and_download(window: Any, server: Server) -> None:
    sign_in(window, server)
    give_in(window, INPUTS / "liuchuangyuan.xlsx")
    assert text("web.upload.clean") in window.content()
    start(window)
    address = window.url

    window.locator("#chart path.value").wait_for()
    window.wait_for_function("document.querySelector('[data-show=value]').textContent !== '–'")
    assert window.url == address
    window.get_by_role("button", name=text("web.run.stop")).click()

    with window.expect_download() as download:
        window.get_by_role("link", name=text("web.run.download")).click()
    assert download.value.suggested_filename == "liuchuangyuan_allocate.xlsx"
    report = opened(download.value)
    assert text("report.sheet.placements") in report.sheetnames
    assert re.search(r"\d ?%", result(window))


def test_a_faulty_workbook_is_marked_corrected_and_run_on_the_same_page(
    window: Any, server: Server
) -> None:
    sign_in(window, server)
    give_in(window, INPUTS / "faulty.xlsx")
    assert window.locator("tr.error").count() > 20
    assert window.get_by_role("button", name=text("web.upload.run")).count() == 0
    with window.expect_download() as download:
        window.get_by_role("link", name=text("web.upload.marked")).click()
    assert text("annotate.sheet") in opened(download.value).sheetnames
    address = window.url

    give_in(window, INPUTS / "by_hand.xlsx")

    assert window.url == address
    start(window)
    window.locator("#result-title").wait_for()
    assert text("ending.optimal") in result(window)


def test_a_question_is_answered_by_keyboard_and_a_run_is_started(
    window: Any, server: Server, asking: Path
) -> None:
    sign_in(window, server)
    give_in(window, asking)
    assert window.get_by_role("button", name=text("web.upload.run")).count() == 0
    choice = window.get_by_label(text("question.header", header="面积"))
    choice.focus()
    for _ in range(2):
        window.keyboard.press("ArrowDown")
    assert choice.input_value() == "carriers.lettable_area_m2"

    window.get_by_role("button", name=text("web.question.button")).press("Enter")
    window.locator("#run-title").wait_for()

    window.get_by_text(text("web.question.answered", count=1)).click()
    assert choice.input_value() == "carriers.lettable_area_m2"
    with window.expect_download() as download:
        window.get_by_role("link", name=text("web.question.file")).click()
    assert download.value.suggested_filename == "待确认_对照.toml"
    start(window)
    window.locator("#result-title").wait_for()
    assert window.get_by_role("link", name=text("web.question.file")).is_visible()


def test_a_hostile_workbook_does_nothing_but_stand_there(
    window: Any, server: Server, tmp_path: Path
) -> None:
    attack = """<img src=x onerror="document.title='taken'"><script>alert(1)</script>"""
    projects = [["项目编号", "项目名称", "孵化面积"], ["P01", attack, 100]]
    book = write_book(tmp_path / "<b>hostile.xlsx", {"载体": CARRIERS, "项目": projects})
    not_a_book = tmp_path / "program.xlsx"
    not_a_book.write_bytes(b"MZ" + os.urandom(4000))
    sign_in(window, server)

    give_in(window, book)
    window.locator("details.table").evaluate_all("each => each.forEach(one => one.open = true)")

    assert attack in window.inner_text("main")
    assert "taken" not in window.title()
    assert window.locator("main img").count() == 0

    window.goto("/")
    give_in(window, not_a_book)
    assert text("fault.not_a_workbook.remedy") in window.inner_text("main")


def test_another_users_run_is_not_there(window: Any, chromium: Any, server: Server) -> None:
    sign_in(window, server)
    give_in(window, INPUTS / "by_hand.xlsx")
    start(window)
    window.locator("#result-title").wait_for()
    run = window.url
    window.goto("/users")
    window.get_by_label(text("web.sign_in.user")).fill("zhao")
    send(window, "web.users.add_button")
    said = window.get_by_role("status").inner_text()
    password = re.search(r"密码是 (\w+)", said)
    assert password is not None

    other = chromium.new_context(base_url=server.address).new_page()
    sign_in(other, server, "zhao", password[1])

    for address in (run, f"{run}/report.xlsx", f"{run}/state"):
        answer = other.request.get(address)
        assert answer.status == 404
        assert "by_hand" not in answer.text()
    assert other.goto(run).status == 404
    other.context.close()


def test_what_is_too_large_is_refused_before_it_is_sent(
    window: Any, server: Server, tmp_path: Path
) -> None:
    big = tmp_path / "big.xlsx"
    big.write_bytes(bytes(51 * 1024 * 1024))
    sign_in(window, server)
    window.locator("#workbooks").set_input_files(str(big))

    said = window.get_by_role("alert").inner_text()
    window.get_by_role("button", name=text("web.home.button")).click()

    assert said == text("web.refused.too_large", size="51.0", mb=50)
    assert window.url.rstrip("/") == server.address


def test_keyboard_alone_suffices_and_shows_where_it_is(window: Any, server: Server) -> None:
    window.goto("/sign-in")
    window.wait_for_function("document.activeElement.name === 'username'")
    window.keyboard.type("admin")
    window.keyboard.press("Tab")
    window.keyboard.type(server.password)
    window.keyboard.press("Enter")
    window.locator("#give-in-title").wait_for()
    window.keyboard.press("Tab")
    assert window.evaluate("document.activeElement.className") == "skip"
    window.keyboard.press("Enter")
    assert window.evaluate("document.activeElement.id") == "content"

    sample = text("web.home.take_sample", sample=text("web.sample.by_hand"))
    _tab_to(window, sample)
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert window.evaluate(outline) != "none"
    window.keyboard.press("Enter")
    window.locator("#run-title").wait_for()
    _tab_to(window, text("web.upload.run"))
    window.keyboard.press("Enter")
    window.locator("#result-title").wait_for()


def _tab_to(window: Any, name: str) -> None:
    """Press Tab until the element of that name has the focus."""
    named = "document.activeElement.ariaLabel || document.activeElement.innerText"
    for _ in range(60):
        window.keyboard.press("Tab")
        if window.evaluate(named) == name:
            return
    pytest.fail(f"Tab never comes to {name}")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_page_is_wider_than_the_screen(
    window: Any, server: Server, faulty: str, asking: Path, size: dict[str, int], lang: str
) -> None:
    asked = Visitor(server).read(asking)
    sign_in(window, server)
    window.locator("h1").wait_for()
    pages = [faulty, asked, "/", "/runs", "/users", "/password", "/nothing"]
    cookie = {"name": "lang", "value": lang, "url": server.address}
    window.context.add_cookies([cookie])
    window.set_viewport_size(size)
    for page in pages:
        window.goto(page)
        wide = window.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"], page


def test_every_page_has_one_title_and_a_name_for_every_control(window: Any, server: Server) -> None:
    sign_in(window, server)
    nameless = """() => [...document.querySelectorAll("input:not([type=hidden]), button, a")]
        .filter(e => !(e.ariaLabel || e.innerText.trim() || (e.labels && e.labels.length)))
        .map(e => e.outerHTML)"""
    for page in ("/", "/runs", "/users", "/password"):
        window.goto(page)
        assert window.locator("h1").count() == 1, page
        assert window.evaluate(nameless) == [], page


def test_without_scripts_the_page_still_works(chromium: Any, server: Server) -> None:
    context = chromium.new_context(base_url=server.address, java_script_enabled=False)
    context.set_default_timeout(SLOW)
    window = context.new_page()
    sign_in(window, server)
    window.locator("#workbooks").set_input_files(str(INPUTS / "by_hand.xlsx"))
    window.get_by_role("button", name=text("web.home.button")).click()
    window.locator("#run-title").wait_for()
    window.get_by_role("button", name=text("web.upload.run")).click()
    window.locator("#result-title").wait_for()
    report = window.request.get(f"{window.url}/report.xlsx").body()
    context.close()

    assert openpyxl.load_workbook(io.BytesIO(report), read_only=True).sheetnames
