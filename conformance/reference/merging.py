"""Brings a local copy and a newly fetched card together."""

from dataclasses import replace

from conformance.reference.card import Card, DatedAddress, Entered, Kin


def merge(kept: Card, fetched: Card) -> Card:
    """Return the card to keep.

    The service is the master: what it no longer sends is gone, and what it sends replaces what was
    kept, unless it is told to be older (implementation guide of 2025-06-26 for the first two; the
    third is our reading of its rule on time stamps).
    """
    merged = replace(
        fetched,
        relatives=tuple(_relative(kept.relatives, kin) for kin in fetched.relatives),
        temporary_addresses=_addresses(kept.temporary_addresses, fetched.temporary_addresses),
    )
    if fetched.language and _is_older(fetched.language_entered, kept.language_entered):
        merged = replace(merged, language=kept.language, language_entered=kept.language_entered)
    if fetched.dentist and _is_older(fetched.dentist_entered, kept.dentist_entered):
        merged = replace(merged, dentist=kept.dentist, dentist_entered=kept.dentist_entered)
    if fetched.telephones and _is_older(fetched.telephones_entered, kept.telephones_entered):
        merged = replace(
            merged, telephones=kept.telephones, telephones_entered=kept.telephones_entered
        )
    return merged


def _relative(kept: tuple[Kin, ...], fetched: Kin) -> Kin:
    same = (kin for kin in kept if kin.id and kin.id == fetched.id)
    newer = (kin for kin in same if _is_older(fetched.entered, kin.entered))
    return next(newer, fetched)


def _addresses(
    kept: tuple[DatedAddress, ...], fetched: tuple[DatedAddress, ...]
) -> tuple[DatedAddress, ...]:
    if kept and fetched and _is_older(fetched[0].entered, kept[0].entered):
        return kept
    return fetched


def _is_older(one: Entered | None, other: Entered | None) -> bool:
    """Tell whether *one* was typed in before *other*; False when either does not tell."""
    earlier = one.time if one else None
    later = other.time if other else None
    return earlier is not None and later is not None and earlier < later
