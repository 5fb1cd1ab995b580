"""Words that the tests of the book's verbs share."""

import pytest
from tests.apps.book.conftest import AT

from shuke.foundation.actors import SYSTEM
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import Posted, Reversal, Source

CAUSE = Source("test", 1)


def reverse(set_id: int, **terms: object) -> Posted:
    return book.reverse(reversal=Reversal(set_id, CAUSE, **terms), by=SYSTEM, at=AT)


@pytest.fixture(autouse=True)
def every_test_leaves_a_book_that_proves(db):
    yield
    assert book.prove(at=AT).findings == ()
