"""Drop-downs and entry rules of a sheet, and the hidden sheet that holds long lists."""

from typing import Any, Final, Literal

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from optimizer.labels import Lang, text
from optimizer.tables.schema import Column
from optimizer.tables.table import column_letter
from optimizer.tables.vocabulary import Vocabulary
from optimizer.tables.wording import number_expected

_INLINE_LIMIT: Final = 255
LAST_ROW: Final = 1_048_576


class Dropdowns:
    """Adds entry rules to sheets and remembers which lists need the hidden sheet."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self._lists: dict[str, tuple[str, ...]] = {}

    def add(self, sheet: Any, column: Column, at: int, first: int, last: int = LAST_ROW) -> None:
        """Give the cells of a column their entry rule, if it has one."""
        rule = self._rule(column)
        if rule is None:
            return
        letter = column_letter(at)
        rule.add(f"{letter}{first}:{letter}{last}")
        sheet.data_validations.append(rule)

    def write_lists(self, workbook: Workbook) -> None:
        """The hidden sheet with the lists too long to stand in the rule itself."""
        if not self._lists:
            return
        sheet = workbook.create_sheet(text("tables.choices_sheet", self.lang))
        sheet.sheet_state = "hidden"
        columns = list(self._lists.values())
        for i in range(max(map(len, columns))):
            sheet.append([column[i] if i < len(column) else None for column in columns])

    def _rule(self, column: Column) -> DataValidation | None:
        if column.kind == "choice" and column.choices is not None:
            rule = DataValidation(
                type="list", formula1=self._list(column.choices), allow_blank=True
            )
            expected = text("tables.choose", self.lang)
        elif column.numeric and column.kind != "share":
            rule = _number_rule(column)
            expected = number_expected(column, self.lang)
        elif column.kind == "date":
            rule = DataValidation(type="date", operator="between", formula1="1", formula2="109574")
            expected = text("fault.not_a_date.expected", self.lang)
        else:
            return None
        rule.allow_blank = True
        rule.showErrorMessage = True
        rule.error = expected
        return rule

    def _list(self, vocabulary: Vocabulary) -> str:
        words = vocabulary.labels(self.lang)
        inline = ",".join(words)
        if len(inline) <= _INLINE_LIMIT and not any("," in word for word in words):
            return f'"{inline}"'
        self._lists.setdefault(vocabulary.name, words)
        letter = column_letter(list(self._lists).index(vocabulary.name))
        name = text("tables.choices_sheet", self.lang)
        return f"'{name}'!${letter}$1:${letter}${len(words)}"


def _number_rule(column: Column) -> DataValidation:
    kind: Literal["whole", "decimal"] = "whole" if column.kind == "integer" else "decimal"
    least = column.above if column.above is not None else column.low
    if column.above is not None or column.high is None:
        above = column.above is not None
        operator: Literal["greaterThan", "greaterThanOrEqual"] = (
            "greaterThan" if above else "greaterThanOrEqual"
        )
        return DataValidation(type=kind, operator=operator, formula1=f"{least or 0:g}")
    low, high = f"{least or 0:.15g}", f"{column.high:.15g}"
    return DataValidation(type=kind, operator="between", formula1=low, formula2=high)
