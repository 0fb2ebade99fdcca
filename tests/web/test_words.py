"""Every word of the pages is in the catalogue, and a page speaks one language."""

import re
from pathlib import Path
from string import Formatter

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from optimizer.labels import LANGS, catalogue
from optimizer.web.work.queued import Status
from optimizer.web.workbooks.samples import SAMPLES, sample_file
from optimizer.web.workbooks.upload import Upload
from tests.web.conftest import Uploaded

WEB = Path(__file__).parents[2] / "optimizer" / "web"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SOURCES = {
    path: path.read_text(encoding="utf-8")
    for path in WEB.rglob("*")
    if path.suffix in (".py", ".html", ".js")
}
OF_THE_WORKBOOK = re.compile(
    r'<section class="card" aria-labelledby="(questions|faults|understood)-title">.*?</section>',
    re.S,
)
OWN = {path: source for path, source in SOURCES.items() if "results" not in path.parts}


def test_every_word_a_template_asks_for_is_in_the_catalogue() -> None:
    asked = {
        f"web.{key}"
        for source in OWN.values()
        for key in re.findall(r"""{% t ["']([\w.]+)["']""", source)
    }
    asked |= {key for source in OWN.values() for key in re.findall(r'"(web\.[\w.]+)"', source)}
    asked |= {f"web.status.{status}" for status in Status.values}
    asked |= {f"web.sample.{name}" for name in SAMPLES}

    assert asked
    assert asked - set(catalogue()) == set()


def test_no_word_of_the_catalogue_is_asked_for_by_nobody() -> None:
    everything = "".join(OWN.values())
    made = (
        "web.status.",
        "web.sample.",
        "web.setting.",
        "web.doing.",
        "web.error.",
        "web.refused.",
        "web.command.",
        "web.password.",
    )
    unused = [
        key
        for key in catalogue()
        if key.startswith("web.")
        and not key.startswith(made)
        and key.removeprefix("web.") not in everything
    ]
    assert unused == []


def test_both_languages_have_the_same_places() -> None:
    for key, entry in catalogue().items():
        if key.startswith(("web.", "cli.serve.")):
            zh, en = ({n for _, n, _, _ in Formatter().parse(entry[lang]) if n} for lang in LANGS)
            assert zh == en, key


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_no_sentence_stands_in_code_or_template(path: Path) -> None:
    if path.name == "settings.py":  # names its languages
        return
    source = re.sub(r'""".*?"""', "", OWN[path], flags=re.S)
    lines = [line for line in source.splitlines() if CHINESE.search(line)]
    assert [line for line in lines if not line.lstrip().startswith("#")] == []


@pytest.fixture
def pages(page: Client, wang: User, uploaded: Uploaded) -> list[str]:
    """Addresses of every kind of page, of a workbook with an English name."""
    upload = uploaded(sample_file("faulty"))
    failed = Upload.objects.create(
        owner=wang,
        lang="zh",
        names=["a.xlsx"],
        status=Status.FAILED,
        said={"zh": ["x"], "en": ["x"]},
    )
    waiting = Upload.objects.create(owner=wang, lang="zh", names=["a.xlsx"])
    own = [reverse("upload", args=[each.key]) for each in (failed, waiting)]
    return ["/", "/runs", "/password", "/nothing", reverse("upload", args=[upload.key]), *own]


def test_an_english_page_has_no_chinese_but_the_workbooks_own(
    page: Client, pages: list[str]
) -> None:
    page.cookies["lang"] = "en"
    for path in pages:
        said = page.get(path).content.decode()
        if "/uploads/" in path:  # what stands in the workbook itself is shown as it is
            said = OF_THE_WORKBOOK.sub("", said)
        lines = [line for line in said.replace("中文", "").splitlines() if CHINESE.search(line)]
        assert lines == [], path
