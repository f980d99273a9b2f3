"""The type system that goes with our XMI: two span layers with slots, in the way INCEpTION defines custom layers."""

from __future__ import annotations

_CUSTOM = "webanno.custom."
_DKPRO = "de.tudarmstadt.ukp.dkpro.core.api."
_STRING = "uima.cas.String"

NAMESPACES = (
    'xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:custom="http:///webanno/custom.ecore" '
    'xmlns:ner="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore" '
    'xmlns:metadata="http:///de/tudarmstadt/ukp/dkpro/core/api/metadata/type.ecore"'
)
"""The prefixes of `TYPE_SYSTEM`'s packages."""

_WHO = ("entity", "entityId", "entityKind", "identifier")

_TYPES: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    (
        f"{_CUSTOM}Quotation",
        "uima.tcas.Annotation",
        (
            *((each, _STRING) for each in ("label", "speaker", "addressee", "stances", "note", "detail", *_WHO)),
            ("next", f"{_CUSTOM}QuotationPart"),
            ("slots", f"{_CUSTOM}QuotationSlot[]"),
        ),
    ),
    (
        f"{_CUSTOM}QuotationPart",
        "uima.tcas.Annotation",
        (*((each, _STRING) for each in ("label", *_WHO)), ("next", f"{_CUSTOM}QuotationPart")),
    ),
    (f"{_CUSTOM}QuotationSlot", "uima.cas.TOP", (("role", _STRING), ("target", f"{_CUSTOM}QuotationPart"))),
    (f"{_DKPRO}ner.type.NamedEntity", "uima.tcas.Annotation", (("value", _STRING), ("identifier", _STRING))),
    (
        f"{_DKPRO}metadata.type.DocumentMetaData",
        "uima.tcas.DocumentAnnotation",
        (
            *((each, _STRING) for each in ("documentTitle", "documentId", "documentUri", "collectionId")),
            ("documentBaseUri", _STRING),
            ("isLastSegment", "uima.cas.Boolean"),
        ),
    ),
)


def _feature(name: str, range: str) -> str:
    element = range.removesuffix("[]")
    if element == range:
        return f"<featureDescription><name>{name}</name><rangeTypeName>{range}</rangeTypeName></featureDescription>"
    return (
        f"<featureDescription><name>{name}</name><rangeTypeName>uima.cas.FSArray</rangeTypeName>"
        f"<elementType>{element}</elementType><multipleReferencesAllowed>false</multipleReferencesAllowed>"
        "</featureDescription>"
    )


def _type(name: str, above: str, features: tuple[tuple[str, str], ...]) -> str:
    inside = "\n".join(_feature(*each) for each in features)
    return (
        f"<typeDescription>\n<name>{name}</name>\n<supertypeName>{above}</supertypeName>\n"
        f"<features>\n{inside}\n</features>\n</typeDescription>\n"
    )


TYPE_SYSTEM = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier">\n<types>\n'
    + "".join(_type(*each) for each in _TYPES)
    + "</types>\n</typeSystemDescription>\n"
)
"""TypeSystem.xml."""
