"""Makes corpora of realistic cards of made-up persons, clean or with faults of known rates."""

from conformance.corpus.faults import FAULTS, Fault
from conformance.corpus.maker import cards, document, name_of, shape_of
from conformance.corpus.shapes import Shape

__all__ = ["FAULTS", "Fault", "Shape", "cards", "document", "name_of", "shape_of"]
