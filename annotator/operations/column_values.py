"""The values of one typed column in all layers and the registry: which there are, and giving them others.

Each reads all documents: for what a person asks for once, after a preview, not for what a list shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace

from annotator.domain.documents import Scalar
from annotator.domain.renamed import Renamed
from annotator.domain.scheme import AttributeOwner
from annotator.store.project import Project


def column_values(project: Project, owner: AttributeOwner, id: str) -> Counter[Scalar]:
    """The values that objects have in a column, with how many have each; null counts as none."""
    found: Counter[Scalar] = Counter()
    if owner == "entity":
        found.update(each.attributes.get(id) for each in project.registry.all())
    else:
        for document in project.documents.ids():
            for layer in project.annotations.layers(document):
                if owner == "document":
                    found[layer.attributes.get(id)] += 1
                else:
                    found.update(each.attributes.get(id) for each in layer.quotations)
    del found[None]
    return found


def rewrite_column(project: Project, owner: AttributeOwner, id: str, change: Callable[[Scalar], Scalar]) -> None:
    """Give every value of a column the one that ``change`` makes of it, inside a step; None takes it away.

    Layers frozen before adjudication are read so too.
    """
    if owner == "entity":
        for entity in project.registry.all():
            if (wanted := _changed(entity.attributes, id, change)) is not None:
                project.registry.save(replace(entity, attributes=wanted))
        return
    frozen = _frozen_values(project, owner, id)
    pairs = tuple((value, new) for value in frozen if (new := change(value)) is not value)
    project.frozen.note(Renamed("choices", pairs, id, owner))
    for document in project.documents.ids():
        for layer in project.annotations.layers(document):
            if owner == "document":
                if (wanted := _changed(layer.attributes, id, change)) is not None:
                    project.annotations.set_attributes(layer.id, wanted, document=document)
                continue
            for each in layer.quotations:
                if (wanted := _changed(each.attributes, id, change)) is not None:
                    project.annotations.save_quotation(layer.id, replace(each, attributes=wanted), document=document)


def _frozen_values(project: Project, owner: AttributeOwner, id: str) -> list[Scalar]:
    """The values that frozen layers have in a column, each once."""
    found: dict[tuple[type, Scalar], Scalar] = {}
    for document in project.frozen.documents():
        for each in project.frozen.of(project.documents.get(document)):
            holders = [each.layer] if owner == "document" else each.layer.quotations
            for holder in holders:
                if (value := holder.attributes.get(id)) is not None:
                    found[type(value), value] = value
    return list(found.values())


def _changed(attributes: Mapping[str, Scalar], id: str, change: Callable[[Scalar], Scalar]) -> dict[str, Scalar] | None:
    """Attributes after the change of one; None where it changes nothing."""
    old = attributes.get(id)
    if old is None:
        return None
    new = change(old)
    if new is None:
        return {key: value for key, value in attributes.items() if key != id}
    return None if type(new) is type(old) and new == old else {**attributes, id: new}
