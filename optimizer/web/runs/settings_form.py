"""The few settings of a run, each explained; the command line's own defaults."""

import os
from typing import Any

from django import forms

from optimizer.developing import ALTERNATIVES
from optimizer.labels import Lang, text
from optimizer.limits import (
    DEFAULT_GAP,
    DEFAULT_SECONDS,
    MAX_ASKED_SECONDS,
    PLAN_GAP,
)

COMMANDS = ("allocate", "plan")


class SettingsForm(forms.Form):
    """What a run is asked."""

    command = forms.ChoiceField(widget=forms.RadioSelect)
    seconds = forms.IntegerField(min_value=1, max_value=int(MAX_ASKED_SECONDS))
    gap_percent = forms.FloatField(min_value=0, max_value=100, required=False)
    seed = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    work = forms.IntegerField(min_value=1, max_value=10**9, required=False)
    alternatives = forms.IntegerField(min_value=0, max_value=50, required=False)
    futures = forms.IntegerField(min_value=0, max_value=10_000, required=False)

    def __init__(self, lang: Lang, can_plan: bool, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"auto_id": "setting_%s", "label_suffix": ""}
        kwargs.setdefault(
            "initial",
            {"command": "plan" if can_plan else "allocate", "seconds": int(DEFAULT_SECONDS),
             "seed": 0, "alternatives": ALTERNATIVES, "futures": 0},
        )  # fmt: skip
        super().__init__(*args, **kwargs)
        self.can_plan = can_plan
        commands = COMMANDS if can_plan else COMMANDS[:1]
        field = self.fields["command"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each, text(f"web.command.{each}", lang)) for each in commands]
        for name, each in self.fields.items():
            each.label = text(f"web.setting.{name}.label", lang)
            each.help_text = text(f"web.setting.{name}.help", lang)
            if name != "command":
                each.widget.attrs["aria-describedby"] = f"setting_{name}_help"
        self.fields["gap_percent"].widget.attrs |= {"step": "any", "placeholder": "–"}

    @property
    def asked(self) -> dict[str, Any]:
        """The settings as the run keeps them."""
        given = self.cleaned_data
        command, percent = given["command"], given["gap_percent"]
        default = PLAN_GAP if command == "plan" else DEFAULT_GAP
        asked: dict[str, Any] = {
            "seconds": given["seconds"],
            "gap": default if percent is None else percent / 100,
            "seed": given["seed"],
            "work": given["work"],
            "threads": 1,
        }
        if command == "plan":
            chosen = given["alternatives"]
            asked["threads"] = os.cpu_count() or 1
            asked["alternatives"] = ALTERNATIVES if chosen is None else chosen
            asked["futures"] = given["futures"] or 0
        return asked
