"""Documents for the tests of formats: one written by hand, and a Hypothesis strategy for any valid one."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import BinaryIO

from hypothesis import strategies as st

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Decision, Layer, Mention, Origin, Party, Quotation, Rejection, Stance
from annotator.domain.documents import STANDARD_META, Document
from annotator.domain.registry import Entity
from annotator.domain.text import Span, Spans, clean, sha256

TEXT = (
    "“The cafe\u0301 stays open 🎪,” Councillor Zoë Bäcker told visitors, “until the lease ends.”\n"
    "Her deputy, Omar Haddad, said he was against the sale.\u2028قالت 市長は「続ける」と述べた。"
)


def at(words: str, text: str = TEXT) -> Span:
    """Where these words stand."""
    start = text.index(words)
    return Span(start, start + len(words))


BY_HAND = Origin("manual", "a_1", created="2026-11-20T11:00:00Z", modified="2026-11-20T11:05:00Z")
BY_PIPELINE = Origin("pipeline", "tiny_pipeline 1.2.3")
BOTH_PARTS: Spans = (at("“The cafe\u0301 stays open 🎪,”"), at("“until the lease ends.”"))


def sample() -> AnnotatedDocument:
    """Three layers, decisions, a nested quotation: something of everything."""
    stance = Stance("s_1", None, (at("the lease"),), "against", 2, True, (at("ends"),), BY_HAND)
    waiting = Stance("s_2", "e_2", (), None, None, None, (), BY_HAND)
    whole = Quotation(
        "q_1",
        BOTH_PARTS,
        BY_HAND,
        type="direct",
        cue=(at("told"),),
        speakers=(Party((at("Councillor Zoë Bäcker"),), "e_1", "name"), Party((), "e_2", None, 0.5)),
        addressees=(Party((at("visitors"),), None, "nominal"),),
        stances=(stance, waiting),
        attributes={"frame": "=conflict", "weight": 3},
        confidence=3,
        note="a note, with “marks”\nand a second line",
        flags=("headline", "translated"),
    )
    inner = Quotation(
        "q_2",
        (at("until the lease"),),
        replace(
            BY_HAND, kind="suggestion", agent="tiny_pipeline 1.2.3", score=0.75, edited=True, derived_from=("q_9",)
        ),
        type="indirect",
        type_origin="manual",
        cue_absent=True,
        speakers=(Party((), None, "none_in_text"),),
        parent="q_1",
        parent_origin="manual",
        attributes={"frame": None, "weight": 0.5},
    )
    mention = Mention("m_1", (at("Zoë Bäcker"),), "person", "e_1", replace(BY_PIPELINE, derived_from=("m_9",)))
    rejection = Rejection("x_1", "q_77", (at("against the sale"),), "scare_quotes", "a_1", "2026-11-20T11:06:00Z")
    bare = Rejection("x_2", None, (), None, "a_1", None)
    layers = (
        Layer("l_0", "gold", status="adjudicated", quotations=(replace(inner, id="g_1", parent=None),)),
        Layer(
            "l_1",
            "annotator",
            "a_1",
            "bea",
            "done",
            attributes={"tone": "calm"},
            mentions=(mention,),
            quotations=(whole, inner),
            rejections=(bare, rejection),
        ),
        Layer(
            "l_2",
            "pipeline",
            None,
            "tiny_pipeline 1.2.3",
            "done",
            attributes={"tone": None},
            mentions=(Mention("m_9", (at("Omar Haddad"),), "person", None, BY_PIPELINE),),
        ),
    )
    meta = dict.fromkeys(STANDARD_META) | {"title": "The café stays", "date": "2026-11-19", "page": 4}
    return AnnotatedDocument(
        Document("d_1", TEXT, sha256(TEXT), "en", meta, {"x_batch": {"a": [1, None], "b": "ü"}}),
        (
            Entity("e_1", "Zoë Bäcker", "person", BY_HAND, ("Bäcker", "the councillor"), "Q42", {"party": "-none"}),
            Entity("e_2", "The lease", "issue", BY_HAND, attributes={"party": None}, proposed=True),
        ),
        layers,
        (
            Decision("x_8", "g_1", ("q_2", "q_99"), "content", "picked", "boundary", "a_2", "2026-11-21T09:00:00Z"),
            Decision("x_9", None, (), "quotation", "none", None, "a_2", "2026-11-21T09:01:00Z", stale=True, note="?"),
        ),
    )


@dataclass
class Memory:
    """A sink that keeps the bytes."""

    main: bytes = b""
    others: dict[str, bytes] = field(default_factory=dict)
    has_folder: bool = True

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The output itself."""
        stream = io.BytesIO()
        yield stream
        self.main = stream.getvalue()

    def beside(self, name: str) -> AbstractContextManager[BinaryIO] | None:
        """A second file, where there is a folder."""
        return self._beside(name) if self.has_folder else None

    @contextmanager
    def _beside(self, name: str) -> Iterator[BinaryIO]:
        stream = io.BytesIO()
        yield stream
        self.others[name] = stream.getvalue()


# ------------------------------------------------------------------------------------------------ many documents

_WORDS = (
    "word",
    "cafe\u0301",
    "🏭",
    "“We",
    "will”",
    "她说",
    "قال",
    "👩\u200d🚀",
    "said",
    "Zoë",
    "3.5",
    "don’t",
    "𝔘𝔫",
    "a\u00adb",
)
_GAPS = (" ", " ", " ", "\n", "\n\n", ", ", " ", "\u2028", "\t")
_ODD = ("\r", "\x07", "\x85", "\ufdd0", "\x0c")


def random_document(seed: int, *, legal: bool = False) -> AnnotatedDocument:
    """A document that this seed always gives; ``legal`` leaves out what XML cannot hold."""
    chance = random.Random(seed)
    gaps = _GAPS if legal else _GAPS + _ODD
    text = "".join(chance.choice(_WORDS) + chance.choice(gaps) for _ in range(chance.randrange(8, 60))) + "end"

    def some(most: int = 1) -> Spans:
        edges = sorted(chance.sample(range(len(text) + 1), 2 * chance.randint(1, most)))
        pairs = [Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
        return tuple(each for each in pairs if each.of(text).strip()) or (Span(len(text) - 3, len(text)),)

    def party() -> Party:
        return Party(some(2), chance.choice([None, "e_1"]), chance.choice([None, "name", "pronoun"]))

    def quotation(id: str) -> Quotation:
        stance = Stance("s_1", "e_1", some(), "favour", 2, None, (), BY_HAND)
        return Quotation(
            id,
            some(3),
            BY_HAND,
            type=chance.choice([None, "direct", "indirect", "mixed"]),
            cue=some(2) if chance.random() < 0.7 else (),
            speakers=tuple(party() for _ in range(chance.randrange(3))),
            addressees=tuple(party() for _ in range(chance.randrange(2))),
            stances=(stance,) if chance.random() < 0.5 else (),
            note=chance.choice([None, "a note\twith “marks”\nand a line"]),
        )

    def layer(name: str) -> Layer:
        kind = name if name in ("gold", "pipeline") else "annotator"
        return Layer(
            f"l_{name}",
            kind,  # type: ignore[arg-type]
            f"a_{name}" if kind == "annotator" else None,
            None if kind == "gold" else name,
            "done" if kind == "pipeline" else "in_progress",
            mentions=tuple(
                Mention(
                    f"m_{n}", (some()[0],), chance.choice(["person", "place"]), chance.choice([None, "e_1"]), BY_HAND
                )
                for n in range(chance.randrange(3))
            ),
            quotations=tuple(quotation(f"q_{n}") for n in range(chance.randrange(4))),
        )

    names = chance.sample(["gold", "bea", "çem", "pipeline"], chance.randint(1, 3))
    entity = Entity("e_1", "Zoë “B” Bäcker", "person", BY_HAND, ("Bäcker",), chance.choice([None, "Q42"]))
    meta = dict.fromkeys(STANDARD_META)
    document = Document(f"d/{seed}: ü", text, sha256(text), "en", meta)
    return AnnotatedDocument(document, (entity,), tuple(layer(each) for each in names))


# ------------------------------------------------------------------------------------------------ any document

_PIECES = st.sampled_from(
    [
        "a",
        "word ",
        "“",
        "”",
        "'",
        "\n",
        "\r",
        "\u2028",
        "\u2029",
        "é",
        "🏭",
        "👩\u200d🚀",
        "𝔘",
        "قال ",
        "市長",
        " ",
        "\ufeff",
        "\x85",
        "\x07",
        "\\",
        '"',
        "\ufdd0",
        "İ",
    ]
)
TEXTS = st.lists(_PIECES, min_size=1, max_size=25).map("".join).filter(lambda text: clean(text).text == text)
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
NAMES = WORDS.map(lambda text: text or "n")
_NO_CONTROLS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))
IDS = st.text(_NO_CONTROLS, min_size=1, max_size=6)
SCORES = st.none() | st.floats(0, 1)
TIMES = st.none() | st.sampled_from(["2026-11-20T11:00:00Z", "1999-01-02T03:04:05Z"])
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | WORDS
)
OBJECTS = st.dictionaries(WORDS, SCALARS, max_size=3)
FREE = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(WORDS, inner, max_size=2))
ORIGINS = st.builds(
    Origin,
    kind=st.sampled_from(["manual", "suggestion", "pipeline", "import", "adjudication"]),
    agent=st.none() | IDS,
    rule=st.none() | WORDS,
    score=SCORES,
    edited=st.booleans(),
    derived_from=st.lists(IDS, max_size=2).map(tuple),
    created=TIMES,
    modified=TIMES,
)


@st.composite
def spans(draw: st.DrawFn, length: int, least: int = 0) -> Spans:
    """Fragments in a text of that length: ordered and disjoint, touching ones too."""
    wanted = draw(st.integers(least, 3))
    edges = sorted(draw(st.sets(st.integers(0, length), max_size=wanted * 2)))
    pairs = [Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    if len(edges) > 2 and draw(st.booleans()):
        pairs = [Span(a, b) for a, b in pairwise(edges)]
    if len(pairs) < least:
        start = draw(st.integers(0, length - 1))
        pairs = [Span(start, draw(st.integers(start + 1, length)))]
    return tuple(pairs)


def _entity_of(entities: list[str]) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(entities) if entities else st.none()


@st.composite
def quotations(draw: st.DrawFn, length: int, entities: list[str]) -> tuple[Quotation, ...]:
    """Quotations of a layer; each one's parent stands before it, so there is no circle."""
    party = st.builds(
        Party,
        spans=spans(length),
        entity=_entity_of(entities),
        form=st.sampled_from([None, "name", "nominal", "pronoun", "none_in_text", "unknown", "group"]),
        score=SCORES,
    )
    stance = st.builds(
        Stance,
        id=IDS,
        target=_entity_of(entities),
        target_spans=spans(length),
        value=st.none() | IDS,
        intensity=st.none() | st.integers(1, 3),
        explicit=st.none() | st.booleans(),
        evidence=spans(length),
        origin=ORIGINS,
    )
    out: list[Quotation] = []
    for id in draw(st.lists(IDS, max_size=3, unique=True)):
        above = [each.id for each in out]
        out.append(
            Quotation(
                id=id,
                content=draw(spans(length, 1)),
                origin=draw(ORIGINS),
                type=draw(st.none() | IDS),
                type_origin=draw(st.sampled_from(["auto", "manual"])),
                cue=draw(spans(length)),
                cue_absent=draw(st.booleans()),
                speakers=tuple(draw(st.lists(party, max_size=2))),
                addressees=tuple(draw(st.lists(party, max_size=1))),
                stances=tuple(draw(st.lists(stance, max_size=2, unique_by=lambda each: each.id))),
                parent=draw(st.none() | st.sampled_from(above)) if above else None,
                parent_origin=draw(st.sampled_from(["auto", "manual"])),
                attributes=draw(OBJECTS),
                confidence=draw(st.none() | st.integers(1, 3)),
                note=draw(st.none() | WORDS),
                flags=tuple(draw(st.lists(IDS, max_size=2))),
            )
        )
    return tuple(out)


@st.composite
def layers(draw: st.DrawFn, length: int, entities: list[str]) -> tuple[Layer, ...]:
    """Up to one of each: gold, two annotators, the pipeline."""
    kinds = draw(st.lists(st.sampled_from(["gold", "bea", "çem", "pipeline"]), unique=True, max_size=4))
    states = {"gold": ("in_progress", "adjudicated"), "pipeline": ("done",)}
    out = []
    for name in kinds:
        mentions = st.builds(
            Mention, id=IDS, spans=spans(length, 1), label=IDS, entity=_entity_of(entities), origin=ORIGINS
        )
        rejections = st.builds(
            Rejection,
            id=IDS,
            suggestion=st.none() | IDS,
            spans=spans(length),
            reason=st.none() | IDS,
            by=IDS,
            at=TIMES,
        )
        person = name not in ("gold", "pipeline")
        out.append(
            Layer(
                id=f"l_{name}",
                kind="annotator" if person else name,
                annotator_id=f"a_{name}" if person else None,
                annotator=None if name == "gold" else name,
                status=draw(st.sampled_from(states.get(name, ("new", "in_progress", "done", "skipped")))),
                status_reason=draw(st.none() | IDS),
                attributes=draw(OBJECTS),
                mentions=tuple(draw(st.lists(mentions, max_size=3, unique_by=lambda each: each.id))),
                quotations=draw(quotations(length, entities)),
                rejections=tuple(draw(st.lists(rejections, max_size=2, unique_by=lambda each: each.id))),
            )
        )
    return tuple(out)


@st.composite
def documents(draw: st.DrawFn) -> AnnotatedDocument:
    """Any valid document."""
    text = draw(TEXTS)
    entities = draw(
        st.lists(
            st.builds(
                Entity,
                id=IDS,
                name=NAMES,
                kind=IDS,
                origin=ORIGINS,
                aliases=st.lists(WORDS, max_size=2).map(tuple),
                wikidata=st.sampled_from([None, "Q1", "Q42"]),
                attributes=OBJECTS,
                proposed=st.booleans(),
            ),
            max_size=3,
            unique_by=lambda each: each.id,
        )
    )
    found = draw(layers(len(text), [each.id for each in entities]))
    gold = [quotation.id for each in found if each.kind == "gold" for quotation in each.quotations]
    decision = st.builds(
        Decision,
        id=IDS,
        gold=st.none() | st.sampled_from(gold) if gold else st.none(),
        sources=st.lists(IDS, max_size=2).map(tuple),
        slot=st.sampled_from(["quotation", "content", "cue", "stances"]),
        action=st.sampled_from(["agreed", "picked", "questioned"]),
        reason=st.none() | IDS,
        by=IDS,
        at=TIMES,
        acknowledged=TIMES,
        stale=st.booleans(),
        note=st.none() | WORDS,
    )
    return AnnotatedDocument(
        Document(
            id=draw(IDS),
            text=text,
            text_sha256=sha256(text),
            language=draw(st.none() | WORDS),
            meta=dict.fromkeys(STANDARD_META) | draw(OBJECTS),
            extra=draw(st.dictionaries(WORDS.map("x_{}".format), FREE, max_size=2)),
        ),
        tuple(entities),
        found,
        tuple(draw(st.lists(decision, max_size=2, unique_by=lambda each: each.id))),
    )
