"""The options that every call takes."""

import inspect
from typing import get_type_hints

import pytest

from simplismart import AsyncSimplismart, CallOptions, PollOptions, Simplismart
from simplismart.wire import prepare


def keyword_only(function) -> set[str]:
    parameters = inspect.signature(function).parameters.values()
    return {each.name for each in parameters if each.kind is each.KEYWORD_ONLY}


@pytest.mark.parametrize("function", [prepare, Simplismart.send, AsyncSimplismart.send])
def test_call_options_are_what_a_call_takes(function):
    """Type checkers see the options that sending has, no more and no fewer."""
    assert keyword_only(function) == {*get_type_hints(CallOptions)} == CallOptions.__optional_keys__


def test_the_calls_of_a_wait_have_the_options_but_the_timeout():
    """The timeout of a wait is that of the whole; its calls take what is left of it."""
    assert {*get_type_hints(CallOptions)} - {"timeout"} == {*get_type_hints(PollOptions)}
