"""The ways a header may be said: two rows as one, without ornaments, put together from parts."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from optimizer.tables.values.units_of import scale_of
from optimizer.tables.vocabulary import synonym_data, units, vocabularies
from optimizer.tables.words import plain, without_bracket

_JOINTS: Final = "/,:;_-、:|"
_TELLING_UNITS: Final = ("m2", "m", "kn_m2", "kva", "t", "month", "yuan_10k", "yuan_m2_month")
_ONLY_UNITS: Final = re.compile(r"[a-z0-9²³㎡/·.*×元每平方米公斤千克吨月天日年季瓦伏安]+")
_NUMBER: Final = re.compile(r"^[①-⓿❶-➓㈠-㉃⑴-⒛\s]+")
_REQUIRED: Final = re.compile(r"[*★]|必填项?|选填项?")
_ASKED: Final = re.compile(r"(?:是否|能否|可否)(.+)|(.+?)(?:是否|能否)(.+)|(.{2,}?)(?:与否|否)")
_ASKING: Final = re.compile(r"^(?:需要|需|要|可以|可|为|有|能够|能|属于|已经|已)")
_TWO_TONGUES: Final = re.compile(
    r"(?P<ours>[^a-z]+?)[/|·(]?(?P<english>[a-z][a-z .#&'-]*[a-z.#])\)?"
    r"|(?P<first>[a-z][a-z .#&'-]*[a-z.#])[/|·(]?(?P<behind>[^a-z]+)\)?"
)
_OF_STAGE: Final = re.compile(r"^(?:期|环节|阶段|用房|载体|空间|场地|厂房|需求)+(?!限)")
_QUANTITIES: Final = {"m2": "面积", "month": "时长", "desk": "工位数"}
_FILLER: Final = re.compile(r"(?:基本)?(?:信息|情况|资料)$")
_NEED: Final = re.compile(r"需求|要求")


def only_units(words: str) -> bool:
    """Whether a plain text is made of nothing but the letters of units."""
    return bool(_ONLY_UNITS.fullmatch(words))


def is_unit(words: str) -> bool:
    """Whether a cell under a header only states its unit."""
    bare = plain(words).strip("()[]【】")
    return bool(bare) and any(_states(unit, bare) for unit in _TELLING_UNITS)


def _states(unit: str, written: str) -> bool:
    if written in ("工位", "个工位"):
        return False
    scale = scale_of(unit, written)
    # 总投资（亿元） holds a 元 as well; it is no unit of a rent.
    return scale is not None and (scale.refused != "rent_unit" or only_units(written))


def spoken(upper: str, lower: str) -> tuple[str, ...]:
    """The ways a two-row header may be read as one, most telling first."""
    if not upper or not lower or plain(upper) == plain(lower):
        return (lower or upper,)
    if is_unit(lower):
        return (f"{upper}({lower.strip('()（）')})",)
    group, of_group = without_bracket(plain(upper))
    below, of_below = without_bracket(plain(lower))
    unit = f"({of_below or of_group})" if of_below or of_group else ""
    data = synonym_data()["group_words"]
    said = [upper + lower, f"{below}{group}{unit}"]
    said += [f"{word}{unit}" for word in _under(_FILLER.sub("", group), below)]
    stage = _stage_in(group)
    if stage:
        said.append(stage + lower)
    if of_stage := _stage_in(below):
        said.append(f"{of_stage}{_NEED.sub('', group)}{unit}")
    if group in map(plain, data["need"]) or group.endswith(("需求", "要求")):
        said += [f"{lower}需求", f"需求{lower}", lower]
    elif group in map(plain, data["neutral"]):
        said += [f"{below}{unit}", lower]
    elif below not in map(plain, data["generic"]) and not stage:
        said.append(lower)
    return tuple(dict.fromkeys(said))


def is_lease_group(upper: str) -> bool:
    """Whether a group word says that what stands under it is of a lease: 租赁情况, 合同."""
    group = _FILLER.sub("", without_bracket(plain(upper))[0])
    return group in synonym_data()["group_words"]["under"]["lease"]["groups"]


def _under(group: str, below: str) -> Iterator[str]:
    """Short words under a group word that says what they are of: 租赁 | 企业, 起, 止."""
    for entry in synonym_data()["group_words"]["under"].values():
        if group in entry["groups"]:
            yield group + below
            if below in entry["words"]:
                yield entry["words"][below]


def _stage_in(group: str) -> str:
    """The stage a group word names: 苗圃期需求 is 苗圃."""
    vocabulary = vocabularies()["stage"]
    bare = re.sub(r"(阶段|环节|需求|情况|信息|空间|用房|期)+$", "", group)
    word = vocabulary.canonical.get(bare, "")
    return vocabulary.label(word) if word else ""


def unadorned(words: str) -> str:
    """A header without the number in front of it: ①面积 is 面积."""
    return words if words[:1].isascii() else _NUMBER.sub("", words)


def said_as(base: str, inside: str) -> Iterator[tuple[str, str]]:
    """Other ways to say a plain header, with the unit at its end: 建筑面积㎡, 1.面积, *必填."""
    if not inside:
        ends, lengths = _unit_ends()
        for length in lengths:
            end = base[-length:]
            if length < len(base) and end in ends:
                yield base[:-length].rstrip(_JOINTS), ends[end]
    bare = re.sub(r"^[\d一二三四五六七八九十]+[.、]", "", base)
    bare = _REQUIRED.sub("", bare).strip(_JOINTS + ".")
    if bare and (bare != base or _REQUIRED.search(inside)):
        yield bare, _REQUIRED.sub("", inside).strip(_JOINTS)


def asked_as(base: str) -> Iterator[str]:
    """What a question asks, 是否需要首层, in the ways a yes/no column may be named."""
    match = _ASKED.fullmatch(base) if "否" in base else None
    if match is None:
        return
    rest = "".join(part for part in match.groups() if part)
    short = _ASKING.sub("", rest)
    yield from dict.fromkeys((rest, short, f"可{short}", f"需要{short}"))


def two_tongues(base: str) -> tuple[str, str]:
    """The Chinese and the English name of a header that has both, blank if it has not."""
    match = None if base.isascii() else _TWO_TONGUES.fullmatch(base)
    if match is None:
        return "", ""
    ours = match["ours"] or match["behind"]
    english = match["english"] or match["first"]
    return ours.strip(_JOINTS), english.strip(_JOINTS + ".#")


def stage_named(base: str) -> tuple[str, str]:
    """The stage a plain header begins with, and the rest of it; blank if with none."""
    canonical = vocabularies()["stage"].canonical
    longest = max((word for word in canonical if base.startswith(word)), key=len, default="")
    return (canonical[longest], base[len(longest) :]) if longest else ("", base)


def stage_quantity(base: str, unit: str) -> str:
    """What of a stage a header asks for: 苗圃（㎡） and 苗圃期面积 are 苗圃面积; blank if none."""
    stage, rest = stage_named(base)
    if not stage:
        return ""
    label = vocabularies()["stage"].label(stage)
    rest = _OF_STAGE.sub("", rest).lstrip("_")
    english = synonym_data()["stage_quantities"].items() if rest.isascii() else ()
    rest = next((what for what, names in english if rest in names), rest)
    if rest:
        return label + rest
    named = [what for of, what in _QUANTITIES.items() if unit and scale_of(of, unit) is not None]
    return label + named[0] if named else ""


def lease_word(base: str) -> tuple[str, int, bool]:
    """Which end of a lease a header put together from parts names: 租赁结束时间, 合同起始日.

    Returns
    -------
    end : str
        ``begin``, ``end``, ``span`` (both in one cell) or ``length``; blank if it names none.
    rank : int
        Orders headers of the same end.
    sure : bool
        Whether the header says by itself that it is of a lease; 结束时间 does not.
    """
    for end, pattern in _lease_patterns().items():
        match = pattern.fullmatch(base)
        if match is None:
            continue
        of, which, when = match["of"], match["which"], match["when"]
        data = synonym_data()["lease"]
        strong = which in data["of_itself"]
        if not of and not strong and not when:
            continue
        rank = data[end].index(which) * (len(data["of"]) + 1)
        rank += data["of"].index(of) + 1 if of else 0
        return end, rank, bool(of) or strong
    return "", 0, False


@cache
def _lease_patterns() -> dict[str, re.Pattern[str]]:
    data: Any = synonym_data()["lease"]
    of, when = ("|".join(data[part]) for part in ("of", "when"))
    return {
        end: re.compile(f"(?P<of>{of})?(?P<which>{'|'.join(data[end])})(?P<when>{when})?")
        for end in ("begin", "end", "span", "length")
    }


@cache
def _unit_ends() -> tuple[dict[str, str], tuple[int, ...]]:
    """What a header may end with to state a unit, to the unit; and how long that may be.

    The longest unit goes first: 万㎡ before ㎡, and 单位万㎡ before either.
    """
    known = {each for unit in units().values() for each in unit.same | unit.other}
    long_enough = [each for each in known if len(each) > 1 or each in "米吨"]
    before = ("", "单位", "单位:")
    ends = {f"{word}{spelling}": spelling for spelling in long_enough for word in before}
    return ends, tuple(sorted({len(end) for end in ends}, reverse=True))
