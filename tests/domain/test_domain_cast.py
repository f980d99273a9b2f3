"""The cast: who is grouped with whom, in which order, under which number; names, forms, and the nearest mention."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from annotator.domain.annotations import Form, Mention, Origin, Party, Quotation
from annotator.domain.cast import ALONE, Casting, CastMember, cast_of, nearest_mention
from annotator.domain.forms import form_of
from annotator.domain.names import is_acronym, is_nominal, key_of, name_words, spellings, surname
from annotator.domain.registry import Entity
from annotator.domain.text import Span

PIPELINE = Origin("pipeline", "en_x 1.0")
TEXT = (
    "🏭 President Zoé Lindqvist met Ana Brandt of the Nordhavn Port Authority (NPA) in Nordhavn.\n"
    "Lindqvist’s aide said the NPA had lied. Brandt and Tom Brandt disagreed; Zoe\u0301 Lindqvist laughed.\n"
    "The Danes, Brandt said on Tuesday, agree with NORDHAVN. Dr. Lindqvist left."
)


def finds(text: str, *wanted: tuple[str, str]) -> Iterator[Mention]:
    """A mention for each name, the next one of equal names each time."""
    at: dict[str, int] = {}
    for n, (name, label) in enumerate(wanted):
        start = text.index(name, at.get(name, 0))
        at[name] = start + len(name)
        yield Mention(f"m_{n}", (Span(start, start + len(name)),), label, None, PIPELINE)


def all_mentions() -> list[Mention]:
    return list(
        finds(
            TEXT,
            ("Zoé Lindqvist", "person"),
            ("Ana Brandt", "person"),
            ("the Nordhavn Port Authority", "organisation"),
            ("Nordhavn.", "place"),
            ("Lindqvist’s", "person"),
            ("the NPA", "organisation"),
            ("Tom Brandt", "person"),
            ("Zoe\u0301 Lindqvist", "person"),
            ("Danes", "group"),
            ("Tuesday", "date"),
            ("NORDHAVN", "place"),
            ("Dr. Lindqvist", "person"),
        )
    )


def shown(cast: tuple[CastMember, ...]) -> list[tuple[str, int]]:
    return [(each.name, len(each.mentions)) for each in cast]


def test_names_and_surnames_are_grouped_by_first_appearance_places_and_groups_last() -> None:
    cast = cast_of(TEXT, all_mentions(), (), {})
    assert shown(cast) == [
        ("Zoé Lindqvist", 4),
        ("Ana Brandt", 1),
        ("Nordhavn Port Authority", 2),
        ("Tom Brandt", 1),
        ("Nordhavn", 2),
        ("Danes", 1),
    ]
    assert [each.kind for each in cast] == ["person", "person", "organisation", "person", "place", "group"]
    assert len({each.id for each in cast}) == len(cast)


def test_an_ambiguous_surname_stays_apart() -> None:
    start = TEXT.index("Brandt said")
    brandt = Mention("m_b", (Span(start, start + 6),), "person", None, PIPELINE)
    cast = cast_of(TEXT, [*all_mentions(), brandt], (), {})
    assert ("Brandt", 1) in shown(cast)
    assert ("Ana Brandt", 1) in shown(cast)


def test_a_name_joins_the_one_longest_name_over_steps() -> None:
    text = "é🏭 Xi met Xi Jinping and President Xi Jinping’s aide."
    mentions = list(finds(text, ("Xi", "person"), ("Xi Jinping", "person"), ("President Xi Jinping’s", "person")))
    assert shown(cast_of(text, mentions, (), {})) == [("Xi Jinping", 3)]


def test_kinds_stay_apart() -> None:
    text = "🏭é Washington (the town) and Washington spoke."
    cast = cast_of(text, list(finds(text, ("Washington", "place"), ("Washington", "person"))), (), {})
    assert shown(cast) == [("Washington", 1), ("Washington", 1)]


def people(text: str, *names: str) -> tuple[CastMember, ...]:
    """The cast of a text in which these are mentions of persons."""
    return cast_of(text, list(finds(text, *((each, "person") for each in names))), (), {})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Xiang Haoyu", "Xia Haoyu"),
        ("Zoé Müller", "Zoe\u0301 Muller"),
        ("Ana Brandt", "Ana Brant"),
        ("Tomás Okafor", "Tomas Okafro"),
        ("Bo van der Ahlen", "Bo van der Ahlin"),
    ],
)
def test_two_spellings_of_a_surname_are_one_where_the_given_names_agree(one: str, other: str) -> None:
    assert shown(people(f"🏭é {one} met the press. {other} left. {one} again.", one, other, one)) == [(one, 3)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jan Kosinski", "Jana Kosinski"),
        ("Ana Brandt", "Eva Brandt"),
        ("Tom Lee", "Tom Leo"),
        ("J Smith", "J Smyth"),
        ("Wang Wei", "Wang Fei"),
        ("Peter Holm", "Peter Holmberg"),
        ("Ana Brandt", "Ana Grandt"),
    ],
)
def test_who_may_be_somebody_else_stays_apart(one: str, other: str) -> None:
    assert shown(people(f"🏭é {one} met {other}.", one, other)) == [(one, 1), (other, 1)]


def test_the_short_form_joins_both_spellings() -> None:
    text = "🏭é Haoyu came. Xiang Haoyu spoke. Xia Haoyu added it."
    assert shown(people(text, "Haoyu", "Xiang Haoyu", "Xia Haoyu")) == [("Xiang Haoyu", 3)]


@pytest.mark.parametrize(
    "text",
    [
        "🏭é The mayor, Zoé Lindqvist, spoke. Later the mayor left.",
        "🏭é Zoé Lindqvist, the mayor, spoke. Later the mayor left.",
        "🏭é Asked, the mayor Zoé Lindqvist spoke. Later the mayor left.",
        "🏭é Here is Zoé Lindqvist, the mayor. Later the mayor left.",
    ],
)
def test_a_description_joins_the_name_beside_it(text: str) -> None:
    mayors = [found.group() for found in re.finditer("[Tt]he mayor", text)]
    assert shown(people(text, "Zoé Lindqvist", *mayors)) == [("Zoé Lindqvist", 1 + len(mayors))]


@pytest.mark.parametrize(
    "text",
    [
        "🏭é Zoé Lindqvist, the mayor and Tom spoke.",
        "🏭é Zoé Lindqvist, the mayor, and Tom spoke.",
        "🏭é Zoé Lindqvist met the mayor.",
        "🏭é She met Zoé Lindqvist, the mayor said.",
        "🏭é Zoé Lindqvist. The mayor spoke.",
        "🏭é When Zoé Lindqvist, the mayor of Nordhavn was ill.",
    ],
)
def test_a_list_or_mere_neighbours_are_no_apposition(text: str) -> None:
    mayor = "The mayor" if "The mayor" in text else "the mayor"
    assert len(people(text, "Zoé Lindqvist", mayor)) == 2


def test_descriptions_are_no_parts_of_others() -> None:
    text = "🏭é the deputy mayor and the mayor left. Van der Ahlen and Bo van der Ahlen came."
    cast = people(text, "the deputy mayor", "the mayor", "Van der Ahlen", "Bo van der Ahlen")
    assert [len(each.mentions) for each in cast] == [1, 1, 2]


def corrected(mention: Mention, entity: str | None) -> Mention:
    """A mention that a person put there, or by itself."""
    return replace(mention, entity=entity, origin=replace(mention.origin, rule=ALONE))


def test_what_a_person_put_apart_stays_apart() -> None:
    text = "🏭é Jan Kos said. Jan Kos left. Jan Kos, another one, came."
    one, two, three = finds(text, *(("Jan Kos", "person"),) * 3)
    assert shown(cast_of(text, [one, two, corrected(three, None)], (), {})) == [("Jan Kos", 2), ("Jan Kos", 1)]
    entities = {"e_2": Entity("e_2", "Jan Kos", "person", PIPELINE)}
    cast = cast_of(text, [one, two, corrected(three, "e_2")], (), entities)
    assert [(each.entity, len(each.mentions)) for each in cast] == [(None, 2), ("e_2", 1)]


def test_a_mention_moved_to_another_member_takes_no_namesake_along() -> None:
    text = "🏭é Zoé Lindqvist said. Lindqvist left. Her brother Ola came; Lindqvist spoke."
    zoe, her, ola, his = finds(
        text, ("Zoé Lindqvist", "person"), ("Lindqvist left", "person"), ("Ola", "person"), ("Lindqvist", "person")
    )
    her = replace(her, spans=(Span(her.spans[0].start, her.spans[0].start + 9),))
    his = replace(his, spans=(Span(text.rindex("Lindqvist"), text.rindex("Lindqvist") + 9),))
    entities = {"e_o": Entity("e_o", "Ola", "person", PIPELINE)}
    ola = replace(ola, entity="e_o")
    cast = cast_of(text, [zoe, her, ola, corrected(his, "e_o")], (), entities)
    assert shown(cast) == [("Zoé Lindqvist", 2), ("Ola", 2)]


def test_a_plain_link_against_a_fuller_name_speaks_for_itself_only() -> None:
    text = "🏭é Zoé Lindqvist said. Then Lindqvist left. Again Lindqvist spoke."
    start = text.index("Then ") + 5
    zoe = next(finds(text, ("Zoé Lindqvist", "person")))
    short = [Mention(f"m_{at}", (Span(at, at + 9),), "person", None, PIPELINE) for at in (start, text.rindex("Lind"))]
    entities = {"e_o": Entity("e_o", "Ola", "person", PIPELINE)}
    cast = cast_of(text, [zoe, short[0], replace(short[1], entity="e_o")], (), entities)
    assert shown(cast) == [("Zoé Lindqvist", 2), ("Ola", 1)]


def test_an_acronym_before_its_full_name_and_one_claimed_twice() -> None:
    text = "🏭é WFO (World Fish Office) said. The WFO. Old Guild (OG) and Orange Gang (OG) and OG."
    mentions = list(
        finds(
            text,
            ("WFO", "organisation"),
            ("World Fish Office", "organisation"),
            ("The WFO", "organisation"),
            ("Old Guild", "organisation"),
            ("Orange Gang", "organisation"),
            ("OG.", "organisation"),
        )
    )
    cast = cast_of(text, mentions, (), {})
    assert shown(cast) == [("World Fish Office", 3), ("Old Guild", 1), ("Orange Gang", 1), ("OG", 1)]


def test_linked_mentions_go_with_their_entity_and_take_their_name_along() -> None:
    entity = Entity("e_1", "Zoé Maria Lindqvist", "person", Origin("manual", "a_1"))
    mentions = all_mentions()
    mentions[4] = replace(mentions[4], entity="e_1")
    cast = cast_of(TEXT, mentions, (), {"e_1": entity})
    assert cast[0].entity == "e_1"
    assert cast[0].name == "Zoé Maria Lindqvist"
    assert len(cast[0].mentions) == 4
    assert cast[0].id == cast_of(TEXT, all_mentions(), (), {})[0].id


def test_two_entities_of_one_name_are_two_members() -> None:
    entities = {id: Entity(id, name, "person", PIPELINE) for id, name in (("e_1", "Ann Lee"), ("e_2", "Bo Lee"))}
    text = "🏭é Lee and Lee and Lee."
    one, two, three = finds(text, ("Lee", "person"), ("Lee", "person"), ("Lee", "person"))
    cast = cast_of(text, [replace(one, entity="e_1"), replace(two, entity="e_2"), three], (), entities)
    assert [(each.entity, len(each.mentions)) for each in cast] == [("e_1", 1), ("e_2", 1), (None, 1)]


def test_an_entity_by_its_alias_and_of_a_kind_that_does_not_speak() -> None:
    entities = {
        "e_1": Entity("e_1", "Nordhavn Port Authority", "organisation", PIPELINE, aliases=("Harbour Board",)),
        "e_2": Entity("e_2", "Port taxes", "issue", PIPELINE),
    }
    text = "🏭é The Harbour Board and Nordhavn Port Authority on port taxes."
    board, full, taxes = finds(
        text,
        ("The Harbour Board", "organisation"),
        ("Nordhavn Port Authority", "organisation"),
        ("port taxes", "other"),
    )
    mentions = [board, replace(full, entity="e_1"), replace(taxes, entity="e_2")]
    assert shown(cast_of(text, mentions, (), entities)) == [("Nordhavn Port Authority", 2)]


def test_a_speaker_without_a_mention_is_a_member_without_mentions() -> None:
    entity = Entity("e_9", "The Ghost", "person", PIPELINE)
    quotation = Quotation("q", (Span(2, 9),), PIPELINE, speakers=(Party((), "e_9"), Party((), "e_gone")))
    cast = cast_of(TEXT, all_mentions(), [quotation], {"e_9": entity})
    assert cast[0] == CastMember(cast[0].id, "The Ghost", "person", "e_9", ())
    assert nearest_mention(cast[0], quotation.content) is None


def test_numbers_are_stable_while_the_article_is_open() -> None:
    before = cast_of(TEXT, all_mentions()[3:], (), {})
    assert [each.name for each in before][:2] == ["Zoe\u0301 Lindqvist", "NPA"]
    entity = Entity("e_1", "Tom Brandt", "person", PIPELINE)
    mentions = [replace(each, entity="e_1") if each.id == "m_6" else each for each in all_mentions()]
    after = cast_of(TEXT, [replace(each, id=f"copy_{each.id}") for each in mentions], (), {"e_1": entity}, before)
    assert [each.id for each in after[: len(before)]] == [each.id for each in before]
    assert [each.name for each in after] == [
        "Zoé Lindqvist", "Nordhavn Port Authority", "Tom Brandt", "Nordhavn", "Danes", "Ana Brandt"
    ]  # fmt: skip
    again = cast_of(TEXT, [each for each in mentions if each.id not in {"m_5", "m_2"}], (), {}, after)
    assert "Nordhavn Port Authority" not in [each.name for each in again]


def test_followed_from_edit_to_edit_the_cast_is_what_it_would_be_anew() -> None:
    entities = {
        "e_1": Entity("e_1", "Tom Brandt", "person", PIPELINE),
        "e_9": Entity("e_9", "Ghost", "person", PIPELINE),
    }
    first, linked = tuple(all_mentions()), tuple(replace(each, entity="e_1") for each in all_mentions())
    quiet = (Quotation("q", (Span(2, 9),), PIPELINE, speakers=(Party((), "e_1"),)),)
    spoken = (replace(quiet[0], speakers=(Party((), "e_9"),)),)
    casting, before = Casting(), ()
    for mentions, quotations in ((first, ()), (first, quiet), (first, spoken), (linked, spoken), (linked, quiet)):
        cast = casting.cast(TEXT, mentions, quotations, entities)
        assert cast == cast_of(TEXT, mentions, quotations, entities, before)
        assert casting.cast(TEXT, mentions, (*quotations,), entities) is cast
        before = cast


def test_mentions_on_the_same_words_make_members_with_ids_of_their_own() -> None:
    entities = {id: Entity(id, id, "person", PIPELINE) for id in ("e_1", "e_2")}
    (one,) = finds(TEXT, ("Tom Brandt", "person"))
    twins = [replace(one, id="m_x", entity="e_1"), replace(one, id="m_y", entity="e_2")]
    cast = cast_of(TEXT, twins, (), entities)
    assert len({each.id for each in cast}) == 2


@pytest.mark.parametrize(("nth", "at"), [(0, 40), (1, 20), (2, 70), (3, 50), (4, 40)])
def test_the_nearest_mention_then_the_next_nearest(nth: int, at: int) -> None:
    mentions = tuple(Mention(f"m_{n}", (Span(n, n + 2),), "person", None, PIPELINE) for n in (20, 40, 50, 70))
    member = CastMember("c", "é🏭", "person", None, mentions)
    found = nearest_mention(member, (Span(35, 39),), nth, avoid=(Span(45, 60),))
    assert found is not None
    assert found.spans[0].start == at


def test_a_mention_of_the_same_paragraph_comes_before_a_nearer_one_of_the_next() -> None:
    mentions = tuple(Mention(f"m_{n}", (Span(n, n + 2),), "person", None, PIPELINE) for n in (20, 70))
    member = CastMember("c", "é🏭", "person", None, mentions)
    assert nearest_mention(member, (Span(60, 65),)) == mentions[1]
    found = [nearest_mention(member, (Span(60, 65),), nth, within=Span(0, 68)) for nth in (0, 1)]
    assert found == list(mentions)


def test_nearest_to_any_fragment() -> None:
    mentions = tuple(Mention(f"m_{n}", (Span(n, n + 2),), "person", None, PIPELINE) for n in (20, 97))
    member = CastMember("c", "é🏭", "person", None, mentions)
    found = nearest_mention(member, (Span(30, 35), Span(100, 101)))
    assert found == mentions[1]


# ---------------------------------------------------------------------------------------------- names and forms


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Kishida’s", "Kishida"),
        ("Japanese Prime Minister Fumio Kishida", "Fumio Kishida"),
        ("Dr. Zoé  Lindqvist,", "Zoé Lindqvist"),
        ("Prof. Dr. Ana Brandt Jr.", "Ana Brandt"),
        ("Queen Margrethe", "Margrethe"),
        ("Martin Luther King", "Martin Luther King"),
        ("the President", "President"),
        ("“Zoé” 🏭", "Zoé 🏭"),
        ("習近平", "習近平"),
        ("—", "—"),
        ("James", "James"),
    ],
)
def test_words_of_a_persons_name(raw: str, expected: str) -> None:
    assert " ".join(name_words(raw, person=True)) == expected


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Zoe\u0301 Lindqvist", "Lindqvist"),
        ("Ursula von der Ahlen", "von der Ahlen"),
        ("Xia Haoyu", "Xia"),
        ("Dr. Ana Brandt Jr.", "Brandt"),
        ("Madonna", "Madonna"),
        ("the mayor", "mayor"),
        ("🏭", "🏭"),
        ("", ""),
    ],
)
def test_a_person_where_there_is_little_room(name: str, short: str) -> None:
    assert surname(name) == short


@pytest.mark.parametrize(
    "words", ["the mayor", "The mayor", "her deputy", "der Bürgermeister", "mayor of Nordhavn", "he"]
)
def test_descriptions(words: str) -> None:
    assert is_nominal(words)


@pytest.mark.parametrize(
    "words", ["Mayor Lindqvist", "van Gogh", "von der Ahlen", "al-Ahlen", "the Beatles", "習近平", "🏭", "", "Ana"]
)
def test_names_are_no_descriptions(words: str) -> None:
    assert not is_nominal(words)


def test_any_word_may_differ_where_a_person_is_asked() -> None:
    keys = [key_of(name_words(each, person=True)) for each in ("Lene Brandt", "Lena Brandt", "Olav Berg")]
    assert spellings(keys) == {}
    assert set(*spellings(keys, loose=True).items()) == {("lena", "brandt"), ("lene", "brandt")}


def test_bodies_keep_their_titles() -> None:
    assert name_words("the Director General’s Office", person=False) == ("Director", "General", "Office")


def test_acronyms() -> None:
    assert [each for each in ("UN", "U.N.", "AT&T", "CIIS", "Un", "A", "ÉTÉ", "🏭") if is_acronym(each)] == [
        "UN", "U.N.", "AT&T", "CIIS", "ÉTÉ"
    ]  # fmt: skip


FORMS = (
    "🏭 The expert told Zoé Müller that they agreed. Officials said the Prime Minister, a spokesman for Acme and UN "
    "staff disagreed, wrote Bea. Er kam.\u2028She left; Lindqvist’s aide and the Chinese stayed, cafe\u0301 owners too."
)


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("The expert", "nominal"),
        ("Zoé Müller", "name"),
        ("they", "pronoun"),
        ("Officials", "nominal"),
        ("the Prime Minister", "nominal"),
        ("UN", "name"),
        ("UN staff", "nominal"),
        ("Bea", "name"),
        ("She", "pronoun"),
        ("Er", "nominal"),
        ("cafe\u0301 owners", "nominal"),
        ("🏭", "nominal"),
    ],
)
def test_forms_without_a_mention(words: str, form: Form) -> None:
    start = FORMS.index(words)
    assert form_of(FORMS, (Span(start, start + len(words)),), (), "en") == form


def test_form_by_language_mention_and_fragments() -> None:
    er = FORMS.index("Er kam")
    assert form_of(FORMS, (Span(er, er + 2),), (), "de-AT") == "pronoun"
    (officials,) = finds(FORMS, ("Officials", "organisation"))
    assert form_of(FORMS, officials.spans, [officials], "en") == "name"
    (chinese,) = finds(FORMS, ("Chinese", "group"))
    the = (Span(chinese.spans[0].start - 4, chinese.spans[0].end),)
    assert form_of(FORMS, the, [replace(chinese, label="group")]) == "name"
    expert = FORMS.index("The expert")
    assert form_of(FORMS, (Span(expert, expert + 3), Span(expert + 4, expert + 10))) == "nominal"
    assert form_of(FORMS, ()) == "unknown"
