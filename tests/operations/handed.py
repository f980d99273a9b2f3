"""Projects that are handed out and come back: articles, a pipeline's layer, and people who work on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Annotator, Layer, Mention, Origin, Quotation
from annotator.domain.documents import STANDARD_META, Document
from annotator.domain.text import Span, sha256
from annotator.operations import annotate, exchange
from annotator.operations.copying import CopyOptions, write_copy
from annotator.operations.desk import Desk
from annotator.operations.merge_report import Answers, MergeReport
from annotator.operations.uniting import merge
from annotator.store.project import Project

BEA, AAS, CHIEF = Annotator("a_bea", "Bea"), Annotator("a_aas", "Aas"), Annotator("a_chief", "Chief")
LINES = (
    "“We will not close the cafe\u0301 🏭,” Ana Lindqvist told reporters.",
    "The harbour, Omar Haddad said, stays open.",
    "According to Ana Lindqvist, “nobody asked us 🎪”.",
)
TEXTS = {f"d_{n}": f"{line}\nArticle {n} ends e\u0301 here." for n, line in enumerate(LINES)}


def article(id: str, text: str) -> AnnotatedDocument:
    """An article with what the pipeline found in it."""
    origin = Origin("pipeline", "tiny 1.0", "marks", 0.5)
    names = [name for name in ("Ana Lindqvist", "Omar Haddad") if name in text]
    mentions = tuple(
        Mention(f"m_{id}_{n}", (_span(text, name),), "person", None, origin) for n, name in enumerate(names)
    )
    found = Quotation(f"q_{id}", (Span(0, len(text.split(",", maxsplit=1)[0])),), origin, type="direct")
    layer = Layer(f"l_{id}", "pipeline", None, "tiny 1.0", "done", mentions=mentions, quotations=(found,))
    document = Document(id, text, sha256(text), "en", dict.fromkeys(STANDARD_META) | {"title": f"Title {id} 🏭"})
    return AnnotatedDocument(document, (), (layer,))


def _span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def span(project: Project, document: str, words: str) -> Span:
    """Where words stand in an article."""
    return _span(project.documents.get(document).text, words)


def make_source(path: Path, texts: dict[str, str] | None = None) -> Path:
    """A project of articles."""
    with Project.create(path, title="Harbour 🏭", exclusive=False) as project, project.step("Fill", actor="a_chief"):
        project.add_documents(article(id, text) for id, text in (texts or TEXTS).items())
    return path


def hand_out(source: Path, out: Path, name: str = "Aas", options: CopyOptions | None = None) -> Path:
    """A copy for a colleague."""
    with Project.open(source, exclusive=False) as project:
        write_copy(project, out, name, options)
    return out


def quote(path: Path, who: Annotator | None, document: str, words: str) -> str:
    """Mark words as a quotation, in a copy as whom it is for; the quotation's id."""
    with Project.open(path, exclusive=False) as project:
        person = who or project.receiver
        assert person is not None
        desk = Desk(project, document, person)
        return annotate.add_quotation(desk, (span(project, document, words),)).focus or ""


def own_layer(path: Path, document: str, who: Annotator | None = None) -> Layer:
    """A person's layer as it stands in the file."""
    with Project.open(path, read_only=True, exclusive=False) as project:
        person = who or project.receiver
        assert person is not None
        layer = project.annotations.layer(document, "annotator", person.id)
        assert layer is not None
        return layer


def change(path: Path, document: str, quotation: str, who: Annotator | None = None, **values: object) -> None:
    """Give a quotation of a layer other values, or take it out with ``gone``."""
    layer = own_layer(path, document, who)
    with Project.open(path, exclusive=False) as project, project.step("Change", actor=layer.annotator_id or ""):
        if values.pop("gone", False):
            project.annotations.remove_quotation(quotation, document=document, layer=layer.id)
        else:
            after = replace(layer.quotation(quotation), **values)  # type: ignore[arg-type]
            project.annotations.save_quotation(layer.id, after, document=document)


def bring_back(source: Path, copy: Path, answers: Answers | None = None, actor: Annotator = CHIEF) -> MergeReport:
    """Merge a copy into the project it came from."""
    with Project.open(source, exclusive=False) as project:
        return merge(project, copy, actor=actor, answers=answers)


def undo(path: Path, actor: Annotator = CHIEF) -> None:
    """Take back the actor's last step."""
    with Project.open(path, exclusive=False) as project:
        assert project.undo(actor.id) is not None


def exported(path: Path, documents: Sequence[str] | None = None) -> bytes:
    """What the project exports."""
    out = path.with_suffix(".check.jsonl")
    with Project.open(path, read_only=True, exclusive=False) as project:
        exchange.export(project, out, exchange.ExportOptions(documents=documents))
    return out.read_bytes()


def sound(path: Path) -> None:
    """Nothing is wrong with the file."""
    with Project.open(path, read_only=True, exclusive=False) as project:
        assert project.check() == []
