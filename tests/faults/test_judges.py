"""The judges of the fault bench: each is content with what a user would accept, and with nothing else."""

import pytest

from benchmarks.faults import judges as j
from benchmarks.faults.server import Request
from simplismart import ServerError, SimplismartError

POST = Request("POST", "/deployments/x/", {"authorization": "Bearer t"}, b"{}")
DOUBTFUL = ServerError("It broke", 500, may_have_succeeded=True)


def seen(*outcomes, requests=(POST,), elsewhere=(), elapsed=0.0, log="", growth=0):
    found = [j.Outcome(error=item) if isinstance(item, BaseException) else j.Outcome(item) for item in outcomes]
    return j.Seen(found, elapsed, list(requests), list(elsewhere), log, growth)


def at(target):
    return Request("GET", target, {}, b"")


GOOD = {
    "a result settles": (j.settles, seen(1)),
    "an error settles": (j.settles, seen(DOUBTFUL)),
    "an error fails": (j.fails, seen(DOUBTFUL)),
    "the status": (j.fails_with(500), seen(DOUBTFUL)),
    "the result": (j.returns(1), seen(1, 1)),
    "works": (j.works, seen(1, 2)),
    "the result or an error": (j.ends_with(1), seen(DOUBTFUL)),
    "in time": (j.within(1.5), seen(1, elapsed=1.4)),
    "few requests": (j.sends(1), seen(1)),
    "one create": (j.creates(1), seen(1)),
    "the doubt is said": (j.says_doubt, seen(DOUBTFUL)),
    "the doubt is said in words": (j.says_doubt, seen(SimplismartError("It may have worked"))),
    "no doubt": (j.says_no_doubt, seen(SimplismartError("no"))),
    "another origin saw nothing of it": (j.reaches_no_other_origin("t"), seen(1, elsewhere=[at("/")])),
    "the own token": (j.authorized_by("t"), seen(1)),
    "a segment of its own": (j.stays_in_segment("a/b", "/d/", "/"), seen(1, requests=[at("/d/a%2Fb/")])),
    "refused": (j.stays_in_segment("..", "/d/", "/"), seen(ValueError("no"), requests=[])),
    "little memory": (j.bounded, seen(1, growth=1)),
    "nothing shown": (j.hides("secret"), seen(DOUBTFUL, log="fine")),
    "all": (j.all_of(j.settles, j.bounded), seen(1)),
}

BAD = {
    "a foreign exception": (j.settles, seen(KeyError("x"))),
    "a long message": (j.settles, seen(SimplismartError("x" * 500))),
    "a message that cannot be printed": (j.settles, seen(SimplismartError("\ud800"))),
    "a foreign exception before a result": (j.works, seen(KeyError("x"), 1)),
    "an error where it should work": (j.works, seen(DOUBTFUL, 1)),
    "a result where it should fail": (j.fails, seen(1)),
    "another status": (j.fails_with(400), seen(DOUBTFUL)),
    "another result": (j.returns(1), seen(1, 2)),
    "an error for a result": (j.returns(1), seen(DOUBTFUL)),
    "another's result": (j.ends_with(1), seen(2)),
    "late": (j.within(1.5), seen(1, elapsed=1.6)),
    "many requests": (j.sends(1), seen(1, requests=[POST, POST])),
    "a doubled create": (j.creates(1), seen(1, requests=[POST, POST])),
    "a doubt that is not said": (j.says_doubt, seen(SimplismartError("no"))),
    "a doubt where there is none": (j.says_no_doubt, seen(DOUBTFUL)),
    "a token elsewhere": (j.reaches_no_other_origin("t"), seen(1, elsewhere=[POST._replace(body=b"")])),
    "a body elsewhere": (j.reaches_no_other_origin("x"), seen(1, elsewhere=[POST])),
    "another credential": (j.authorized_by("other"), seen(1)),
    "another path": (j.stays_in_segment("a/b", "/d/", "/"), seen(1, requests=[at("/d/a/b/")])),
    "a path step": (j.stays_in_segment("..", "/d/", "/"), seen(1, requests=[at("/d/../")])),
    "a query": (j.stays_in_segment("a?b", "/d/", "/"), seen(1, requests=[at("/d/a?b/")])),
    "no refusal": (j.stays_in_segment("", "/d/", "/"), seen(1, requests=[])),
    "much memory": (j.bounded, seen(1, growth=j.MAX_GROWTH + 1)),
    "a secret in the error": (j.hides("secret"), seen(SimplismartError("the secret"))),
    "a secret in the log": (j.hides("secret"), seen(1, log="the secret")),
    "the second of two": (j.all_of(j.settles, j.fails), seen(1)),
}


@pytest.mark.parametrize(("judge", "what"), GOOD.values(), ids=GOOD)
def test_what_a_user_would_accept_is_survived(judge, what):
    """The judge has nothing to say."""
    assert "" == judge(what)


@pytest.mark.parametrize(("judge", "what"), BAD.values(), ids=BAD)
def test_what_a_user_would_not_accept_is_not(judge, what):
    """The judge says why."""
    assert "" != judge(what)
