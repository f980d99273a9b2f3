"""What the scheme editor shows and says, from the scheme and the use of its labels.  Pure: no Qt, no project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from annotator.domain.scheme import RULED_TYPES, Attribute, Label, Scheme
from annotator.operations.scheme_attributes import Conversion
from annotator.operations.scheming import LabelImpact, LabelSet, fixed
from annotator.store.labels import Labelled
from annotator.ui.kit.passages import PassageRow
from annotator.ui.look.icons import kind_icon
from annotator.ui.scheme.attribute import TYPE_NAMES
from annotator.ui.scheme.column import Labels
from annotator.ui.scheme.guideline_rule import GENERAL
from annotator.ui.scheme.labels import LabelRow
from annotator.ui.scheme.sections import SECTIONS, Section


def counts(scheme: Scheme) -> dict[str, int]:
    """How many labels each section has."""
    out = {}
    for each in (section for _, group in SECTIONS for section in group):
        if each.vocabulary is not None:
            out[each.id] = len(scheme.labels(each.vocabulary))
        elif each.owner is not None:
            out[each.id] = len(scheme.attributes_of(each.owner))
        elif each.kind == "guidelines":
            out[each.id] = len({rule.reason for rule in scheme.guidelines})
        else:
            out[each.id] = len(scheme.asked)
    return out


def vocabulary_labels(section: Section, labels: Iterable[Label], usage: Mapping[str, int]) -> Labels:
    """The labels of a vocabulary, with their use."""
    where = LabelSet(section.vocabulary or "choices")
    rows = tuple(
        LabelRow(each.id, each.name, usage.get(each.id, 0), _kind(section, each), _icon(section, each))
        for each in labels
    )
    stays = {each.id: sentence for each in rows if (sentence := fixed(where, each.id))}
    return Labels(section.noun, rows, stays)


def _kind(section: Section, label: Label) -> str:
    if section.vocabulary != "types":
        return ""
    return "by rule" if label.id in RULED_TYPES else "by hand"


def _icon(section: Section, label: Label) -> str:
    return kind_icon(label.id) if section.vocabulary == "kinds" else ""


def attribute_labels(attributes: Iterable[Attribute], numbers: Mapping[str, int | None]) -> Labels:
    """The columns of one owner, with how many values each has as far as that is known."""
    rows = tuple(
        LabelRow(each.id, each.name, 0, TYPE_NAMES[each.type], note=_known(numbers.get(each.id))) for each in attributes
    )
    return Labels("attribute", rows, merges=False, splits=False)


def _known(number: int | None) -> str:
    return "" if number is None else _values(number)


def _values(number: int) -> str:
    return "no value" if not number else "1 value" if number == 1 else f"{number:,} values"


def choice_labels(attribute: Attribute, usage: Mapping[str, int]) -> Labels:
    """The choices of a column, with their use."""
    rows = tuple(LabelRow(each.id, each.name, usage.get(each.id, 0)) for each in attribute.choices)
    return Labels("choice", rows)


def guideline_labels(scheme: Scheme) -> Labels:
    """Every place that a rule can stand: first the rules in their order, then what has none yet."""
    ruled = list(dict.fromkeys(each.reason for each in scheme.guidelines))
    bare = [each for each in ("", *(label.id for label in scheme.reasons)) if each not in ruled]
    rows = tuple(
        LabelRow(
            each,
            scheme.name("reasons", each) if each else GENERAL,
            0,
            note=_length(scheme.guideline(each)) if each in ruled else "no rule yet",
        )
        for each in (*ruled, *bare)
    )
    stays = dict.fromkeys(bare, "There is no rule here yet. Write one at the right.")
    return Labels("guideline", rows, stays, merges=False, splits=False, named=False)


def _length(text: str) -> str:
    number = len(text.split())
    return "1 word" if number == 1 else f"{number:,} words"


# ------------------------------------------------------------------------------------------------ sentences


def in_articles(number: int) -> str:
    """``12 articles``, ``1 article``."""
    return "1 article" if number == 1 else f"{number:,} articles"


def held(section: Section, impact: LabelImpact) -> str:
    """``41 quotations in 12 articles``."""
    one, many = section.holders
    objects = f"1 {one}" if impact.objects == 1 else f"{impact.objects:,} {many}"
    return (
        f"{objects} in {in_articles(impact.documents)}" if section.owner != "document" and impact.documents else objects
    )


def merge_sentence(section: Section, old: str, new: str, impact: LabelImpact) -> str:
    """What merging would do."""
    if not impact.objects:
        return f"Merging “{old}” into “{new}” changes nothing else: it is not used."
    return f"Merging “{old}” into “{new}” changes {held(section, impact)}."


def delete_sentence(section: Section, name: str, impact: LabelImpact, *, empties: bool) -> str:
    """What deleting would do."""
    if empties:
        return f"Deleting “{name}” takes it off {held(section, impact)}."
    return f"“{name}” is on {held(section, impact)}, which need a {section.noun}. Choose the one that takes its place."


def conversion_sentence(name: str, conversion: Conversion) -> tuple[str, str]:
    """What changing a type would do, and the values that would go."""
    to = TYPE_NAMES[conversion.column.type].lower()
    kept = _values(conversion.kept)
    if not conversion.lost:
        return f"Changing “{name}” to {to} keeps {kept}; none is lost.", ""
    lost = f"{conversion.lost:,} that {'is' if conversion.lost == 1 else 'are'}"
    said = f"Changing “{name}” to {to} keeps {kept} and removes {lost} no {to}."
    examples = ", ".join(f"“{each}”" for each in conversion.examples)
    more = " …" if conversion.lost > len(conversion.examples) else ""
    return said, f"{examples}{more}"


def removal_sentence(section: Section, name: str, number: int) -> str:
    """What deleting a column would do."""
    return f"Deleting “{name}” removes {_values(number)} from {section.holders[1]}."


def passages_title(section: Section, name: str, number: int) -> str:
    """The heading over the passages of a label."""
    if not number:
        return f"“{name}” is not used yet"
    return f"“{name}”: {number:,} {section.holders[number != 1]}"


def passage_rows(found: Iterable[Labelled]) -> tuple[PassageRow, ...]:
    """Passages as their list shows them."""
    return tuple(_passage_row(each) for each in found)


def _passage_row(each: Labelled) -> PassageRow:
    by = each.annotator_name or each.layer_kind or ""
    where = " · ".join(part for part in (each.title if each.document else "", by) if part)
    return PassageRow(each.id, each.document or "", each.quotation or "", each.words, where or "registry")
