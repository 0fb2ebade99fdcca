"""Rules, breaches and clashes, and how large a case is, as sentences."""

from string import Formatter

from optimizer.checks.breach import Breach
from optimizer.domain.case import Case
from optimizer.explain.plan_facts import Relaxation
from optimizer.labels import Lang, known, text
from optimizer.result import Clash
from optimizer.telling.numbers import number


def case_sentence(case: Case, lang: Lang) -> str:
    """How large the case is."""
    return text(
        "cli.check.case",
        lang,
        projects=len(case.projects),
        stays=len(case.stays),
        carriers=len(case.carriers),
        first=case.quarter(0),
        last=case.quarter(case.quarters - 1),
    )


def clash_intro(clash: tuple[Clash, ...], lang: Lang) -> str:
    """What stands above the demands of a clash: whether it was proved that each one counts."""
    proved = all(member.detail.get("proved") != "no" for member in clash)
    return text("clash.intro" if proved else "clash.intro_unproved", lang, count=len(clash))


def rule_title(rule: str, lang: Lang) -> str:
    """What a rule is called in the report; its name, where it has no title."""
    return _word((f"rule.{rule}.title", f"choice.policy_rule.{rule}"), rule, lang)


def breach_sentence(breach: Breach, lang: Lang) -> str:
    """Rule, project, stage, carrier and quarter of a breach, and by how much."""
    stage = _word((f"choice.stage.{breach.stage}",), breach.stage, lang)
    note = _word((f"reason.{breach.note}",), breach.note, lang)
    where = (breach.project, stage, breach.carrier, breach.quarter)
    # Whether somebody fits is a yes or no: figures would say nothing.
    key = "cli.verify.misfit" if breach.rule in ("fit", "known_names") else "cli.verify.breach"
    return text(
        key,
        lang,
        rule=rule_title(breach.rule, lang),
        where=" ".join(part for part in where if part),
        note=note if key == "cli.verify.misfit" else f" ({note})" if note else "",
        found=_figure(breach.found),
        allowed=_figure(breach.allowed),
        unit=_word((f"unit.{breach.unit}",), breach.unit, lang),
    ).strip()


def clash_sentence(member: Clash, lang: Lang) -> str:
    """One demand of a clash, in the manager's words."""
    places = dict(member.detail)
    if "unit" in places:
        places["unit"] = _word((f"unit.{places['unit']}",), places["unit"], lang)
    if "scope" in places:
        places["scope"] = places["scope"] or text("cli.verify.everywhere", lang)
    subject = " ".join(
        _word((f"choice.stage.{part}",), part, lang) for part in member.subject.split(" / ")
    )
    places |= {"subject": subject, "title": rule_title(member.rule, lang)}
    key = "clash.policy" if "limit" in places else f"clash.{member.rule}"
    if not known(key) or not _places_of(text(key, lang)) <= places.keys():
        key = "clash.other"
    return text(key, lang, **places).strip()


def relaxed_sentence(relaxed: Relaxation, lang: Lang) -> str:
    """A hard row to give up, and how far it can be kept."""
    where = " ".join(
        _word((f"choice.stage.{value}",), value, lang) if key == "stage" else value
        for key, value in relaxed.subject.items()
    )
    return text(
        "cli.plan.relaxed",
        lang,
        rule=rule_title(relaxed.rule, lang),
        where=where,
        limit=number(relaxed.limit, 0),
        reached=number(relaxed.reached, 0),
        unit=text(f"unit.{relaxed.unit}", lang),
    )


def _places_of(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def _word(keys: tuple[str, ...], fallback: str, lang: Lang) -> str:
    """The first of the keys that the catalogue has."""
    return next((text(key, lang) for key in keys if known(key)), fallback)


def _figure(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".").replace(",", " ")
