"""The rule book is complete, and every rule in it bites."""

import inspect

import pytest

from optimizer.checks.reading import CHECKS
from optimizer.labels import LANGS, catalogue
from optimizer.rules.book import ALLOCATION_RULES, Rule
from tests.cases import solved
from tests.rules.witnesses import WITNESSES, Witness

RULES = [pytest.param(rule, id=rule.name) for rule in ALLOCATION_RULES]
CASES = [
    pytest.param(name, witness, id=f"{name}-{number}")
    for name, witnesses in WITNESSES.items()
    for number, witness in enumerate(witnesses)
]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_states_its_formula(rule: Rule) -> None:
    said = inspect.getdoc(rule.rows) or ""

    assert ".. math::" in said
    assert "workbook" in said.lower()


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_a_title_and_a_sentence_in_both_languages(rule: Rule) -> None:
    for part in ("title", "says"):
        entry = catalogue()[f"rule.{rule.name}.{part}"]
        assert all(entry[lang] for lang in LANGS)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_a_check_of_the_same_name_and_a_witness(rule: Rule) -> None:
    assert rule.name in CHECKS
    assert WITNESSES[rule.name]


def test_nothing_is_witnessed_that_is_no_rule() -> None:
    assert set(WITNESSES) == {rule.name for rule in ALLOCATION_RULES}


def test_checks_beyond_the_book_are_those_the_option_table_keeps() -> None:
    assert set(CHECKS) - {rule.name for rule in ALLOCATION_RULES} == {
        "known_names",
        "fit",
        "area_mode",
        "timing",
    }


def test_names_of_rules_are_unique() -> None:
    names = [rule.name for rule in ALLOCATION_RULES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("rule", "witness"), CASES)
def test_leaving_out_a_rule_spoils_its_witness_and_only_that_rule_is_broken(
    rule: str, witness: Witness
) -> None:
    others = tuple(each for each in ALLOCATION_RULES if each.name != rule)

    assert solved(witness.case, others, witness.previous).breached == {rule}


@pytest.mark.parametrize(("rule", "witness"), CASES)
def test_with_all_rules_the_witness_has_a_clean_plan(rule: str, witness: Witness) -> None:
    assert solved(witness.case, previous=witness.previous).reading.breaches == ()
