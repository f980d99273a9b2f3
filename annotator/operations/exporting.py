"""Export: chosen documents and layers to a file, with a data card beside it where one is asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Layer
from annotator.domain.errors import AppError, FormatError
from annotator.domain.pseudonyms import pseudonyms
from annotator.formats import catalogue
from annotator.formats.base import ExportContext, Format, Keys, ReadOptions
from annotator.formats.columns import keys_of, keys_of_values
from annotator.formats.feature_types import features_of
from annotator.formats.jsonl import FORMAT_JSONL
from annotator.operations.agreeing import Agreement, agreement
from annotator.operations.contents import Contents
from annotator.operations.copying import for_whom
from annotator.operations.data_card import Card, WrittenFile, written
from annotator.operations.outputs import STDIO, AtomicFiles, StandardOutput
from annotator.store.project import Project
from annotator.store.schema import MIGRATIONS

Progress = Callable[[int, int], None]

CARD_SUFFIX = ".card.md"


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How to export.  ``layer`` is all, gold, pipeline or an annotator's name; ``documents`` None for all ids.

    ``data_card`` writes one beside the data; ``search`` is what it says the documents were chosen by.
    """

    format: str | None = None
    layer: str = "all"
    documents: Sequence[str] | None = None
    pseudonymous: bool = False
    without_text: bool = False
    data_card: bool = False
    search: str = ""


def export(
    project: Project, out: Path, options: ExportOptions | None = None, *, progress: Progress | None = None
) -> int:
    """Write documents to ``out``, replacing it in one go, or to standard output; the number of documents written.

    Raises FormatError for an unknown or unfit format or where no document is left, AppError for an unknown layer or
    where the file cannot be written.
    """
    how = options or ExportOptions()
    format = _writer_for(out, how.format)
    if format.write is None:
        raise FormatError(f"the format {format.id} is only read", "see annotator formats", path=str(out))
    _refuse_unfit(format, out, how)
    _refuse_project(project, out)
    _check_layer(project, how.layer)
    chosen = list(project.documents.ids() if how.documents is None else how.documents)
    if not chosen and how.documents is not None and format.carries == "documents":
        raise FormatError("no document fits the search", "try fewer words", path=str(project.path))
    names = pseudonyms(each.id for each in project.annotators()) if how.pseudonymous else None
    context = ExportContext(scheme=project.scheme, pseudonyms=names, without_text=how.without_text)

    def source() -> Iterator[AnnotatedDocument]:
        for number, id in enumerate(chosen, 1):
            yield _with_layers(project.read(id), how.layer)
            if progress:
                progress(number, len(chosen))

    contents = Contents()
    if how.data_card:  # the round that finds the keys counts too: the writer needs none of its own then
        context = replace(context, keys=keys_of(contents.through(context.documents(source)), project.scheme))
    elif how.documents is None and how.layer == "all":
        context = replace(context, keys=_keys(project))
    sink = StandardOutput() if out == STDIO else AtomicFiles(out)
    with sink:
        format.write(source, context, sink)
        if format.reread and chosen:
            _read_again(format, sink.draft(), out)
        if how.data_card and isinstance(sink, AtomicFiles):
            _write_card(_card(project, format, how, context, contents, chosen), sink, out)
    return len(chosen)


def _keys(project: Project) -> Keys:
    """The keys of an export of everything: asked of the project at once, not of its documents one by one."""
    values = project.columns
    return keys_of_values(
        project.scheme,
        meta=values.meta(),
        entity=values.entities(),
        quotation=values.quotations(),
        layer=values.layers(),
        extra=values.extra(),
    )


def card_name(out: Path, format: Format) -> str:
    """What the data card of an export is called: as the file, with another suffix."""
    name = out.name
    ends = next((each for each in format.suffixes if name.casefold().endswith(each)), "")
    return name[: len(name) - len(ends)] + CARD_SUFFIX


def _card(
    project: Project,
    format: Format,
    how: ExportOptions,
    context: ExportContext,
    contents: Contents,
    chosen: Sequence[str],
) -> Card:
    found = _agreement(project, chosen)
    return Card(
        _title(project, pseudonymous=how.pseudonymous),
        format,
        project.scheme,
        contents,
        (),
        features_of(format.id, context.keys, project.scheme) if context.keys else None,
        len(MIGRATIONS),
        found,
        _namer(found, context.pseudonyms),
        how.pseudonymous,
        how.without_text,
        "" if how.pseudonymous else how.search,  # it may hold an annotator's name
    )


def _title(project: Project, *, pseudonymous: bool) -> str:
    """The project's; a pseudonymous card keeps to itself whom a copy is for, and what the file is called."""
    if not pseudonymous:
        return project.title or project.path.stem
    who = project.receiver
    return project.title.removesuffix(for_whom(who) if who else "") or "Annotations"


def _agreement(project: Project, documents: Sequence[str]) -> Agreement | None:
    """What agreement there is on these documents; None where there is nothing to compare."""
    try:
        return agreement(project, documents=documents)
    except AppError:
        return None


def _namer(found: Agreement | None, names: Mapping[str, str] | None) -> Callable[[str], str]:
    if names is not None:
        return lambda who: names.get(who, who)
    return found.name if found is not None else str


def _write_card(card: Card, sink: AtomicFiles, out: Path) -> None:
    files = tuple(_written_file(name, draft) for name, draft in sink.drafts())
    with sink.beside(card_name(out, card.format)) as stream:
        stream.write(written(replace(card, files=files)).encode("utf-8"))


def _written_file(name: str, draft: Path) -> WrittenFile:
    with draft.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256")
        return WrittenFile(name, stream.tell(), digest.hexdigest())


def _read_again(format: Format, draft: Path | None, out: Path) -> None:
    """Raises AppError, so that nothing takes the output's place, where our own reader refuses what was written."""
    if draft is None or format.read is None:
        return
    try:
        with draft.open("rb") as stream:
            found = sum(1 for _ in format.read(stream, ReadOptions(path=str(out))))
    except FormatError as error:
        raise AppError(
            f"{out}: what was written cannot be read again: {error.message}", "export as jsonl, and report this"
        ) from error
    if not found:
        raise AppError(f"{out}: what was written holds no document", "export as jsonl, and report this")


def _writer_for(out: Path, format: str | None) -> Format:
    if format:
        return catalogue.by_id(format)
    if out == STDIO:
        return FORMAT_JSONL
    found = catalogue.by_suffix(out)
    if found is None:
        said = f"the suffix “{out.suffix}” names no format" if out.suffix else "the name has no suffix"
        raise FormatError(said, "use .jsonl or .csv, or name a format with --format", path=str(out))
    return found


def _refuse_unfit(format: Format, out: Path, how: ExportOptions) -> None:
    """Raises FormatError for what the format or the output cannot do."""
    if how.without_text and not format.stand_off:
        raise FormatError(
            f"the format {format.id} always holds the texts", "use jsonl or csv without them", path=str(out)
        )
    if how.data_card and format.carries != "documents":
        raise FormatError(f"the format {format.id} has no data card", "it is one of the scheme already", path=str(out))
    if how.data_card and (out == STDIO or (out.exists() and not out.is_file())):
        raise FormatError("a data card lies beside a file, and there is none", "name a file to write to", path=str(out))


def _refuse_project(project: Project, out: Path) -> None:
    """An export may replace any file but the project that it comes from."""
    if out != STDIO and out.exists() and out.samefile(project.path):
        raise AppError(f"{out}: this is the project itself", "choose another name")


def _check_layer(project: Project, layer: str) -> None:
    names = {each.name for each in project.annotators()}
    if layer not in {"all", "gold", "pipeline"} | names:
        known = ", ".join(sorted(names)) or "none yet"
        raise AppError(f"no annotator is called “{layer}”", f"the annotators are: {known}; or say gold, pipeline, all")


def _with_layers(annotated: AnnotatedDocument, choice: str) -> AnnotatedDocument:
    if choice == "all":
        return annotated
    layers = tuple(each for each in annotated.layers if _is_chosen(each, choice))
    return replace(annotated, layers=layers, decisions=annotated.decisions if choice == "gold" else ())


def _is_chosen(layer: Layer, choice: str) -> bool:
    if choice in ("gold", "pipeline"):
        return layer.kind == choice
    return layer.kind == "annotator" and layer.annotator == choice
