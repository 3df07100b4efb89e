"""Canonical JSON: the same content always has the same text, and so the same hash."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.rules.canonical import canonical_json, sha256_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def test_keys_are_sorted_and_nothing_is_spaced_out():
    assert canonical_json({"b": [1, 2], "a": {"d": None, "c": True}}) == '{"a":{"c":true,"d":null},"b":[1,2]}'


def test_text_stays_as_it_is_written():
    assert canonical_json("children’s £5") == '"children’s £5"'


@given(JSON)
def test_it_reads_back_as_the_same_value(value):
    assert json.loads(canonical_json(value)) == value


@given(st.dictionaries(st.text(), JSON, max_size=5))
def test_the_order_in_which_keys_were_written_does_not_matter(value):
    assert canonical_json(dict(reversed(value.items()))) == canonical_json(value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}, object()])
def test_what_json_cannot_hold_is_refused(value):
    with pytest.raises((TypeError, ValueError)):
        canonical_json(value)


def test_the_hash_is_sha_256_of_the_utf_8_text():
    assert sha256_of("£") == sha256_of("£".encode()) == hashlib.sha256(b"\xc2\xa3").hexdigest()


@given(st.text(), st.text())
def test_different_texts_have_different_hashes(one, other):
    assert (sha256_of(one) == sha256_of(other)) == (one == other)
