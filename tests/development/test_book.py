"""The plan's rule book is complete, and every rule in it bites."""

import inspect

import pytest

from optimizer.checks.development.reading import CHECKS
from optimizer.domain.case import Case
from optimizer.domain.words import PLAN_GOALS
from optimizer.labels import LANGS, catalogue
from optimizer.rules.expansion_book import EXPANSION_RULES, ExpansionRule
from tests.development.cases import planned
from tests.development.witnesses import EVERYTHING, WITNESSES

RULES = [pytest.param(rule, id=rule.name) for rule in EXPANSION_RULES]
CASES = [
    pytest.param(name, case, id=f"{name}-{number}")
    for name, cases in WITNESSES.items()
    for number, case in enumerate(cases)
]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_states_its_formula_and_where_its_numbers_stand(rule: ExpansionRule) -> None:
    said = inspect.getdoc(rule.rows) or ""

    assert ".. math::" in said
    assert "workbook" in said.lower()


@pytest.mark.parametrize("name", CHECKS)
def test_a_rule_has_a_title_and_a_sentence_in_both_languages(name: str) -> None:
    for part in ("title", "says"):
        entry = catalogue()[f"rule.{name}.{part}"]
        assert all(entry[lang] for lang in LANGS)


@pytest.mark.parametrize("goal", PLAN_GOALS)
def test_a_goal_has_a_name_in_both_languages(goal: str) -> None:
    assert all(catalogue()[f"goal.{goal}"][lang] for lang in LANGS)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_a_check_of_the_same_name_and_a_witness(rule: ExpansionRule) -> None:
    assert rule.name in CHECKS
    assert WITNESSES[rule.name]


def test_nothing_is_witnessed_that_is_no_rule() -> None:
    assert list(WITNESSES) == [
        name for name in WITNESSES if name in {rule.name for rule in EXPANSION_RULES}
    ]


def test_checks_beyond_the_book_are_those_the_columns_keep() -> None:
    assert set(CHECKS) - {rule.name for rule in EXPANSION_RULES} == {
        "known_names",
        "building_time",
        "fit",
    }


def test_names_of_rules_are_unique() -> None:
    names = [rule.name for rule in EXPANSION_RULES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_leaving_out_a_rule_spoils_its_witness_and_only_that_rule_is_broken(
    rule: str, case: Case
) -> None:
    others = tuple(each for each in EXPANSION_RULES if each.name != rule)

    assert planned(case, others).breached == {rule}


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_with_all_rules_the_witness_has_a_clean_plan_of_the_cost_read_again(
    rule: str, case: Case
) -> None:
    found = planned(case)

    assert found.reading.breaches == ()
    assert found.reading.cost == pytest.approx(found.cost, abs=1e-6)


def test_a_plan_of_everything_is_clean_and_every_goal_is_what_the_solver_paid() -> None:
    found = planned(EVERYTHING)
    own = {term.name: term.costs @ found.values[: len(term.costs)] + term.constant
           for term in found.model.terms}  # fmt: skip
    soft = found.values[found.model.ground.columns :]
    weights = [found.model.blocks[number].weight for number, _ in found.model.soft]
    own["targets"] = float(soft @ weights)

    assert found.reading.breaches == ()
    assert tuple(found.reading.amounts) == PLAN_GOALS
    for goal, amount in own.items():
        assert found.reading.amounts[goal] == pytest.approx(amount, abs=1e-5), goal
    # Nothing in this case is idle: every goal but home and soft rows costs something.
    assert all(found.reading.amounts[goal] for goal in PLAN_GOALS)
    rows = {each.rule: each.rows for each in found.reading.rules}
    assert all(rows[name] for name in CHECKS if name not in ("must_serve", "one_site"))
