"""One whole document of the exchange format, and ways to reach into it, for the codec's tests."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable
from typing import Any

TEXT = (
    "“The ferry keeps running 🛳,” harbour master Jose\u0301 Lindner assured commuters, “until the bridge is repaired.”"
)
OWN = (
    '"rule":null,"score":null,"edited":false,"derived_from":[],'
    '"created":"2026-11-20T11:00:00Z","modified":"2026-11-20T11:00:00Z"'
)
EXAMPLE = """
{"format":"quotation-annotations","version":"1.0","id":"d_1","text":TEXT,"text_sha256":"HASH","language":"en",
 "meta":{"title":"Ferry goes on","source":"The Sample Courier","author":null,"date":"2026-11-19","url":null},
 "entities":[{"id":"e_1","name":"José Lindner","kind":"person","aliases":["Lindner"],"wikidata":null,
   "attributes":{"role":"harbour master"},"proposed":false,"origin":{"kind":"manual","agent":"a_1",OWN}}],
 "layers":[{"id":"l_1","kind":"annotator","annotator_id":"a_1","annotator":"bea","status":"done","status_reason":null,
   "attributes":{"tone":null},
   "mentions":[{"id":"m_1","spans":[{"start":44,"end":57,"text":"Jose\u0301 Lindner"}],"label":"person","entity":"e_1",
     "origin":{"kind":"pipeline","agent":"en_core_web_sm 3.8.0","rule":null,"score":null,"edited":false,
       "derived_from":["m_ab12"],"created":null,"modified":null}}],
   "quotations":[{"id":"q_1","type":"direct","type_origin":"auto",
     "content":[{"start":0,"end":28,"text":"“The ferry keeps running 🛳,”"},
                {"start":77,"end":108,"text":"“until the bridge is repaired.”"}],
     "cue":[{"start":58,"end":65,"text":"assured"}],"cue_absent":false,
     "speakers":[{"spans":[{"start":29,"end":57,"text":"harbour master Jose\u0301 Lindner"}],"entity":"e_1",
       "form":"name","score":null}],
     "addressees":[{"spans":[{"start":66,"end":75,"text":"commuters"}],"entity":null,"form":"nominal","score":null}],
     "stances":[{"id":"s_1","target":null,"target_spans":[{"start":5,"end":24,"text":"ferry keeps running"}],
       "value":"favour","intensity":2,"explicit":true,"evidence":[],"origin":{"kind":"manual","agent":"a_1",OWN}}],
     "parent":null,"parent_origin":"auto","attributes":{},"confidence":null,"note":null,"flags":[],
     "origin":{"kind":"manual","agent":"a_1",OWN}},
    {"id":"q_2","type":"indirect","type_origin":"auto",
     "content":[{"start":78,"end":106,"text":"until the bridge is repaired"}],
     "cue":[],"cue_absent":true,"speakers":[{"spans":[],"entity":null,"form":"none_in_text","score":null}],
     "addressees":[],"stances":[],"parent":"q_1","parent_origin":"auto","attributes":{},"confidence":3,"note":"n",
     "flags":["headline"],"origin":{"kind":"manual","agent":"a_1",OWN}}],
   "rejections":[{"id":"x_1","suggestion":"q_gone","spans":[{"start":58,"end":65,"text":"assured"}],
     "reason":"scare_quotes","by":"a_1","at":"2026-11-20T11:00:00Z"}]}],
 "decisions":[]}
"""


def example() -> dict[str, Any]:
    """The shape of the example in the format's description, over a text of our own."""
    source = EXAMPLE.replace("OWN", OWN).replace("TEXT", json.dumps(TEXT))
    source = source.replace("HASH", hashlib.sha256(TEXT.encode("utf-8")).hexdigest())
    obj: dict[str, Any] = json.loads(source)
    return obj


Change = Callable[[dict[str, Any]], object]


def layer(obj: dict[str, Any]) -> dict[str, Any]:
    return obj["layers"][0]


def first(obj: dict[str, Any]) -> dict[str, Any]:
    return obj["layers"][0]["quotations"][0]


def second(obj: dict[str, Any]) -> dict[str, Any]:
    return obj["layers"][0]["quotations"][1]


def decision(**changes: object) -> dict[str, object]:
    return {
        "id": "x_9",
        "gold": None,
        "sources": ["q_gone"],
        "slot": "cue",
        "action": "picked",
        "reason": None,
        "by": "a_2",
        "at": None,
        "acknowledged": None,
        "stale": False,
        "note": None,
    } | changes


def put(where: Callable[[dict[str, Any]], dict[str, Any]], **values: object) -> Change:
    return lambda obj: where(obj).update(values)


def itself(obj: dict[str, Any]) -> dict[str, Any]:
    return obj


def origin(obj: dict[str, Any]) -> dict[str, Any]:
    return first(obj)["origin"]


def fragment(obj: dict[str, Any]) -> dict[str, Any]:
    return first(obj)["content"][0]


def mention(obj: dict[str, Any]) -> dict[str, Any]:
    return layer(obj)["mentions"][0]


def stance(obj: dict[str, Any]) -> dict[str, Any]:
    return first(obj)["stances"][0]


def speaker(obj: dict[str, Any]) -> dict[str, Any]:
    return first(obj)["speakers"][0]


def entity(obj: dict[str, Any]) -> dict[str, Any]:
    return obj["entities"][0]


def rejection(obj: dict[str, Any]) -> dict[str, Any]:
    return layer(obj)["rejections"][0]


def twice(where: Callable[[dict[str, Any]], list[Any]]) -> Change:
    return lambda obj: where(obj).append(copy.deepcopy(where(obj)[0]))


def second_layer(**changes: object) -> Change:
    def change(obj: dict[str, Any]) -> None:
        obj["layers"].append(copy.deepcopy(layer(obj)) | {"id": "l_2"} | changes)

    return change
