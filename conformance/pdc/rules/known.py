"""Recognises the parts of a document that were judged before, by their bytes.

The service writes the same header around every citizen and the same few register entries; only ids,
times and the CPR number differ. Such a part, met again byte for byte but for those, needs no
further look: what was found in it is told again. Nothing is known but what the rules judged.

Two parts are looked at: the frame, which is all before the section without the patient; and each
entry .27 to .31. It must be certain where a part begins and ends, so a document with a comment,
CDATA or a processing instruction inside has no known parts.
"""

import re
from typing import Final, NamedTuple

from conformance.findings import Finding
from conformance.pdc.oids import TemplateOid
from conformance.pdc.rules import tags
from conformance.pdc.rules.document import Element, Entry, Node, Parts, children, is_in_utf_8
from conformance.pdc.rules.hl7 import TO_THE_SECOND, UUID, instant

MOST: Final = 4096
"""Parts remembered at most, in a few megabytes; a corpus has some tens."""

Scope = tuple[tuple[str | None, str], ...]
EntryKey = tuple[Scope, bytes, bytes]
FrameKey = tuple[str, tuple[str, ...], bytes]

_DECLARATION: Final = 80
_ID: Final = re.compile(
    rb'(?:(?:root="[0-9.]+"|assigningAuthorityName="\w+"|'
    rb'extension="([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})")\s*)+'
)
OTHER_TIME: Final = re.compile(rb'value(?!="\0T")')
"""In a frame with marks: a value that is not, to the letter, the document's time."""

_KINDS: Final = frozenset(
    (
        str(TemplateOid.COVERAGE_GROUP),
        str(TemplateOid.ORGAN_DONOR),
        str(TemplateOid.TREATMENT_WILL),
        str(TemplateOid.LIVING_WILL),
        str(TemplateOid.NO_RESUSCITATION),
    )
)
"""The kinds that hold nothing of the citizen but yes, no or a group."""


class Sound(NamedTuple):
    """What there is to tell of an entry that broke no rule: its kind and its value's extension."""

    kind: str
    extension: str


_entries: Final[dict[EntryKey, Sound]] = {}
_lengths: Final[set[int]] = set()
_frames: Final[dict[FrameKey, tuple[Finding, ...]]] = {}


class Chunk(NamedTuple):
    """The bytes of an entry, up to the end of its observation, with its place in the tree."""

    around: Element
    observation: Element
    bytes: bytes


def is_plain(root: Element, data: bytes) -> bool:
    """Whether nothing in *data*, of which *root* was parsed, can look like an element and be none.

    That is: no comment, CDATA or processing instruction, in UTF-8.
    """
    if not is_in_utf_8(root) or (b"!" in data and b"<!" in data):
        return False
    end = data.find(b"?>", 0, _DECLARATION) if data.startswith(b"<?xml ") else -1
    return data.rfind(b"?") <= end or data.rfind(b"<?") <= 0


def chunks_of(data: bytes, section: Node) -> list[Chunk]:
    """The entries of *section* with their bytes; none when each does not hold one observation."""
    arounds = section[1].get(tags.ENTRY, ())
    pieces = data.split(b"</observation>")
    observations = list(section[0].iter(tags.OBSERVATION))
    if not len(pieces) - 1 == len(arounds) == len(observations):
        return []
    pieces[0] = pieces[0][pieces[0].rfind(b"<entry") :]
    chunks = list(map(Chunk, arounds, observations, pieces))
    if any(len(around) != 1 or around[0] is not inside for around, inside, _ in chunks):
        return []
    return chunks


def sound_entry(chunk: Chunk, scope: Scope) -> Entry | None:
    """The entry as far as it is known; None when it was not met before.

    Its value and its id stand for the elements, which were not read: both point at the observation.
    """
    if len(chunk.bytes) not in _lengths:
        return None
    before, identifier, after = _cut(chunk.bytes)
    sound = _entries.get((scope, before, after))
    found = None if sound is None else _ID.fullmatch(identifier)
    if sound is None or found is None or found[1] is None or b"root" not in identifier:
        return None
    value = ("II", {"extension": sound.extension}, chunk.observation)
    ids = ((found[1].decode(), chunk.observation),)
    return Entry(sound.kind, chunk.observation, chunk.around, ids, (value,), ())


def remember_entry(chunk: Chunk, scope: Scope, entry: Entry) -> None:
    """From now on know the entry, which broke no rule.

    Not one with an author's time: the narrative must say it, in each card anew.
    """
    if entry.kind in _KINDS and not entry.stamps and len(_entries) < MOST:
        before, _, after = _cut(chunk.bytes)
        extension = entry.values[0][1].get("extension", "")
        _entries[scope, before, after] = Sound(entry.kind, extension)
        _lengths.add(len(chunk.bytes))


def _cut(chunk: bytes) -> tuple[bytes, bytes, bytes]:
    """What stands before, in and after the attributes of the first id."""
    before, _, rest = chunk.partition(b"<id ")
    identifier, _, after = rest.partition(b"/>")
    return before, identifier, after


def scope_of(section: Element) -> Scope:
    """The namespaces in scope of the entries."""
    return tuple(section.nsmap.items())


def frame_key(role: str, data: bytes, root: Node, cpr: str | None) -> FrameKey | None:
    """What the frame is known by; None when it is not certain which bytes it is.

    The names of the root's children are in it, so that nothing can hide behind the section.
    """
    own = _own_values(root[1])
    targets = root[1].get(tags.RECORD_TARGET, ())
    if own is None or cpr is None or len(targets) != 1:
        return None
    if sum(1 for _ in targets[0].iter(tags.RECORD_TARGET)) != 1:
        return None
    begin = data.find(b"<recordTarget")
    end = data.find(b"</recordTarget>", begin)
    frame = data[:begin] + data[end : data.find(b"<section", end)]
    for mark, text in zip((b"\0I", b"\0T", b"\0C"), (*own, cpr), strict=True):
        frame = frame.replace(text.encode(), mark)
    return role, tuple([child.tag for child in children(root[0])]), frame


def _own_values(parts: Parts) -> tuple[str, str] | None:
    """The id and the time of a document, when both have their usual form."""
    if tags.ID not in parts or tags.EFFECTIVE_TIME not in parts:
        return None
    extension = parts[tags.ID][0].get("extension", "")
    value = parts[tags.EFFECTIVE_TIME][0].get("value", "")
    if UUID.fullmatch(extension) and TO_THE_SECOND.fullmatch(value) and instant(value):
        return extension, value
    return None


def known_frame(key: FrameKey | None) -> tuple[Finding, ...] | None:
    """What was found in the frame; None when it was not met before."""
    return None if key is None else _frames.get(key)


def remember_frame(key: FrameKey | None, findings: tuple[Finding, ...]) -> None:
    """From now on know the frame and what was found in it.

    Not one with a time written otherwise than the document's: the two may be one instant, but only
    in this card.
    """
    if key is not None and len(_frames) < MOST and not OTHER_TIME.search(key[2]):
        _frames[key] = findings


def forget() -> None:
    """Know nothing."""
    _entries.clear()
    _lengths.clear()
    _frames.clear()
