"""The error tree: what each error says, keeps and hides."""

import copy
import json
import pickle

import pytest

import simplismart
from simplismart import exceptions
from simplismart.exceptions import (
    APIError,
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    ConflictError,
    ConnectError,
    DeadlineExceededError,
    DeployError,
    InvalidResponseError,
    NotFoundError,
    PaymentRequiredError,
    PermissionDeniedError,
    Problem,
    RateLimitError,
    RedirectError,
    ResponseTooLargeError,
    ServerError,
    SimplismartError,
    TransportError,
    UnprocessableError,
    ValidationError,
    WaitError,
    WaitFailedError,
    WaitTimeoutError,
    answer_error,
    deadline_exceeded,
    deploy_failed,
    error_message,
    error_payload,
    hide,
    invalid_response,
    no_id,
    no_results,
    not_found,
    response_too_large,
    status_class,
    taken,
    transport_error,
    untied,
    wait_failed,
    wait_timed_out,
)

Attempted = exceptions.Attempted
CALL = Attempted("POST", "/accounts/secrets/", "trace-1", 2)
DOUBT = "the request may have taken effect all the same"
LONG = "all work and no play makes a long message " * 10_000


def answered(body: object, status: int = 400, hidden: tuple[str, ...] = ()) -> APIError:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return answer_error(status, raw, CALL._replace(hidden=hidden))


def everywhere(error: SimplismartError) -> str:
    """Everything that an error shows, one way or another."""
    shown = [str(error), repr(error), repr(vars(error)), repr(error.args), json.dumps(error.payload, default=repr)]
    return " ".join(shown) + pickle.dumps(error).decode("latin-1")


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (301, RedirectError),
        (307, RedirectError),
        (399, RedirectError),
        (400, BadRequestError),
        (401, AuthenticationError),
        (402, PaymentRequiredError),
        (403, PermissionDeniedError),
        (404, NotFoundError),
        (405, APIError),
        (408, APIError),
        (409, ConflictError),
        (418, APIError),
        (422, UnprocessableError),
        (429, RateLimitError),
        (500, ServerError),
        (503, ServerError),
        (520, ServerError),
        (100, APIError),
    ],
)
def test_the_class_of_a_status(status, expected):
    """Each documented status has a class of its own; the others are APIError or ServerError."""
    assert expected is status_class(status)
    assert expected is type(answered({}, status))


def test_the_tree():
    """Errors can be caught by their family, and by the builtin that they resemble."""
    tree = {
        SimplismartError: (Exception,),
        ConfigurationError: (SimplismartError, ValueError),
        ValidationError: (SimplismartError, ValueError),
        APIError: (SimplismartError,),
        InvalidResponseError: (SimplismartError,),
        ResponseTooLargeError: (InvalidResponseError,),
        DeployError: (SimplismartError,),
        WaitError: (SimplismartError,),
        WaitFailedError: (WaitError,),
        WaitTimeoutError: (WaitError, TimeoutError),
        TransportError: (SimplismartError,),
        ConnectError: (TransportError,),
        DeadlineExceededError: (TransportError, TimeoutError),
        **{status_class(status): (APIError,) for status in (302, 400, 401, 402, 403, 404, 409, 422, 429, 500)},
    }
    assert tree == {kind: kind.__bases__ for kind in tree}
    assert set(exceptions.__all__) == {kind.__name__ for kind in tree} | {"Problem"}
    assert set() == set(exceptions.__all__) - set(simplismart.__all__)


def test_the_documented_message():
    """str() ends with the status, message does not, payload is the body."""
    body = {"detail": "No ModelDeployment matches the given query."}
    error = answered(body, 404)
    assert "No ModelDeployment matches the given query. (status=404)" == str(error)
    assert ("No ModelDeployment matches the given query.", 404, body) == (
        error.message,
        error.status_code,
        error.payload,
    )


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"detail": "Not found."}, "Not found."),
        ({"detail": {"name": ["Too short.", "Not unique."]}}, "name: Too short.; Not unique."),
        ({"detail": {"name": "Too short."}}, "name: Too short."),
        ({"detail": [{"loc": ["body", "name"], "msg": "required"}]}, "loc: body; name; msg: required"),
        ({"detail": ["one", "two"]}, "one; two"),
        ({"error": "Wallet is blocked."}, "Wallet is blocked."),
        ({"error": {"message": "Wallet is blocked.", "code": 7}}, "message: Wallet is blocked.; code: 7"),
        ({"message": "Unauthorized"}, "Unauthorized"),
        ({"non_field_errors": ["Name is taken.", "Org is wrong."]}, "Name is taken.; Org is wrong."),
        ({"detail": {"non_field_errors": ["Name is taken."]}}, "Name is taken."),
        ({"name": ["This field is required."]}, "name: This field is required."),
        ({"name": "This field is required."}, "name: This field is required."),
        ({"name": ["Required."], "org": ["Unknown."]}, "name: Required.; org: Unknown."),
        ({"ports": [{}, {"port": ["Not a number."]}]}, "ports: port: Not a number."),
        ({"detail": "", "message": "Second choice."}, "Second choice."),
        ({"detail": None, "error": [], "name": ["Required."]}, "name: Required."),
        ({"detail": "  two\n  lines\t "}, "two lines"),
        (["First.", "Second."], "First.; Second."),
        (["must be < 5"], "must be < 5"),
        ("size must be <= 10", "size must be <= 10"),
        ("Just a string.", "Just a string."),
        (17, "17"),
        (b"upstream connect error", "upstream connect error"),
        (b"\xef\xbb\xbf" + b'{"detail": "With a BOM."}', "With a BOM."),
        (b'{"detail": "cut sho', '{"detail": "cut sho'),
        (b"<html><head><title>502 Bad Gateway</title></head><body>x</body></html>", "502 Bad Gateway"),
        (b"\n <!DOCTYPE html><body><h1 class='a'>Service\n Unavailable</h1></body>", "Service Unavailable"),
        (b"caf\xe9 closed", "caf\ufffd closed"),
        ({"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": "deep"}}}}}}}}, "a: b: c: d: e: f: g: h: deep"),
    ],
)
def test_messages_from_every_body(body, message):
    """Whatever shape the body has, the message is a sentence out of it, in one line."""
    assert message == answered(body).message


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (502, "The API answered Bad Gateway"),
        (404, "The API answered Not Found"),
        (520, "The API answered with an error"),
    ],
)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   ",
        b"null",
        b"{}",
        b"[]",
        b'""',
        b"[null, {}]",
        b'{"detail": null}',
        b'{"name": []}',
        b"<html><body>sorry</body></html>",
        b"<",
    ],
)
def test_a_body_that_says_nothing_leaves_the_status_to_speak(body, status, message):
    """Without a word in the body the message is what the status means."""
    assert message == answered(body, status).message


@pytest.mark.parametrize(
    ("body", "payload"),
    [
        (b"", {}),
        (b"{}", {}),
        (b'{"detail": "x"}', {"detail": "x"}),
        (b"null", {"raw": None}),
        (b"[1]", {"raw": [1]}),
        (b'"text"', {"raw": "text"}),
        (b"5", {"raw": 5}),
        (b"<html>", {"raw": "<html>"}),
        (b"\xff", {"raw": "\ufffd"}),
        (b"[" * 100_000, {"raw": "[" * 100_000}),
        (b"9" * 5000, {"raw": "9" * 5000}),
    ],
)
def test_the_payload_is_always_a_dict(body, payload):
    """A body that is no JSON object stands under the key raw."""
    assert payload == error_payload(body)
    assert payload == answered(body).payload


@pytest.mark.parametrize("depth", [100, 300, 600, 900, 2_000, 100_000])
def test_a_deeply_nested_body_is_an_ordinary_error(depth):
    """No depth of nesting turns an API error into a RecursionError."""
    error = answered(b'{"a":' * depth + b'"x"' + b"}" * depth)
    assert dict is type(error.payload)
    assert 500 > len(str(error))


@pytest.mark.parametrize(
    "body",
    [
        {"detail": LONG},
        {"detail": [LONG, LONG]},
        {"name" * 1000: [LONG]},
        {f"field{number}": ["Required."] for number in range(10_000)},
        LONG,
        LONG.encode(),
        b"<title>" + b"t" * 400 + b"</title>" + LONG.encode(),
        b"<h1 " + b"a" * 1_000_000,
        b" " * 1_000_000 + b"x",
    ],
)
def test_str_is_short_however_long_the_body(body):
    """A message fits on a screen; the payload has the rest."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    error = answer_error(500, raw, CALL, may_have_succeeded=True)
    assert 500 > len(str(error))
    assert DOUBT in error.message


def test_a_long_message_says_that_it_was_cut():
    """The cut is visible."""
    assert ("…", 300) == (answered({"detail": LONG}).message[-1], len(answered({"detail": LONG}).message))


def test_error_message_of_a_payload():
    """The same message can be had from a payload."""
    assert "Not found." == error_message({"detail": "Not found."}, 404)


def test_what_an_api_error_knows_of_the_call():
    """Trace id, method, path, attempts and retry_after stand on the error."""
    error = answer_error(429, b"{}", CALL, retry_after=3.0)
    assert ("trace-1", "POST", "/accounts/secrets/", 2, 3.0, False) == (
        error.trace_id,
        error.method,
        error.path,
        error.attempts,
        error.retry_after,
        error.may_have_succeeded,
    )


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("https://elsewhere.example/x", "to https://elsewhere.example/x;"),
        ("", "to nowhere;"),
        ("https://elsewhere.example/?t=SEKRIT", r"to https://elsewhere.example/\?t=\*\*\*;"),
    ],
)
def test_a_redirect_says_where_it_points(location, target):
    """The target is named, since the client does not go there."""
    with pytest.raises(RedirectError, match=f"redirects {target} redirects are not followed") as caught:
        raise answer_error(302, b"<html>moved</html>", CALL._replace(hidden=("SEKRIT",)), location=location)
    assert {"raw": "<html>moved</html>"} == caught.value.payload


def test_a_redirect_to_a_huge_url_is_short():
    """A long target is cut."""
    assert 500 > len(str(answer_error(302, b"", CALL, location="https://x/" + "y" * 100_000)))


def test_problems():
    """A problem names the field, what is allowed, and what was given if anything was."""
    assert "name: is needed" == str(Problem("name", "is needed", ""))
    assert "count: must be at most 20, got 21" == str(Problem("count", "must be at most 20", "21"))


def test_a_validation_error_lists_every_problem():
    """One error tells all that is wrong, as text and as data."""
    problems = [Problem("name", "is needed", ""), Problem("count", "must be at most 20", "21")]
    error = ValidationError("ListParams", iter(problems))
    assert "ListParams: name: is needed; count: must be at most 20, got 21" == str(error)
    assert "count: must be at most 20, got 21" == str(ValidationError("count", problems[1:]))
    assert (tuple(problems), None, {}) == (error.problems, error.status_code, error.payload)


EVERY_ERROR = [
    SimplismartError("plain"),
    SimplismartError(
        "all",
        400,
        {"a": 1},
        trace_id="t",
        method="GET",
        path="/x",
        retry_after=1.0,
        attempts=3,
        may_have_succeeded=True,
    ),
    ConfigurationError("pg_token is empty"),
    ValidationError("DeploymentCreate", [Problem("name", "is needed", ""), Problem("org", "is needed", "5")]),
    *(
        answer_error(status, b'{"detail": {"name": ["x"]}}', CALL, retry_after=2.0, may_have_succeeded=True)
        for status in (302, 400, 401, 402, 403, 404, 409, 418, 422, 429, 500)
    ),
    transport_error(OSError("reset"), CALL, sent=True, may_have_succeeded=True),
    transport_error(OSError("refused"), CALL, sent=False, may_have_succeeded=False),
    deadline_exceeded(1.5, CALL, may_have_succeeded=True),
    invalid_response(200, b"<html>", CALL._replace(idempotent=False), ValueError("no JSON")),
    response_too_large(200, 10, CALL),
    not_found("secret", "x"),
    deploy_failed("health", "it is gone", {"uuid": "r1"}, {"uuid": "d1"}),
    WaitError("gone"),
    WaitFailedError("the compile failed", {"uuid": "r1", "status": "FAILED"}),
    WaitTimeoutError("still DEPLOYING", {"uuid": "d1"}),
]


def test_every_class_is_among_the_errors_below():
    """The list of examples leaves none out."""
    names = {type(error).__name__ for error in EVERY_ERROR} | {"Problem"}
    assert set(exceptions.__all__) == names


@pytest.mark.parametrize("error", EVERY_ERROR, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize(
    "again",
    [
        copy.copy,
        copy.deepcopy,
        *(lambda error, number=number: pickle.loads(pickle.dumps(error, number)) for number in range(6)),
    ],
)
def test_errors_survive_copies_and_pickles(error, again):
    """A copy, or an error from a worker process, has the class, every attribute and the text of the original."""
    other = again(error)
    assert (type(error), vars(error), error.args, str(error), repr(error)) == (
        type(other),
        vars(other),
        other.args,
        str(other),
        repr(other),
    )


def test_notes_and_attributes_of_ones_own_survive():
    """What a program adds to an error is not lost on the way."""
    error = answered({})
    error.add_note("while deploying llama")
    error.extra = [1]
    other = pickle.loads(pickle.dumps(error))
    assert (["while deploying llama"], [1]) == (other.__notes__, other.extra)


def test_a_deep_copy_shares_nothing():
    """Changing the copy's payload leaves the original as it was."""
    error = answered({"detail": ["x"]})
    copy.deepcopy(error).payload["detail"].append("y")
    assert {"detail": ["x"]} == error.payload


SECRETS = ("hf_SEKRIT", "hf_SEKRIT_longer", '-----BEGIN SEKRIT\nkéy "x"\n-----END SEKRIT', "SEKRITé")


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize(
    "body",
    [
        lambda secret: json.dumps({"detail": f"{secret} is no token"}).encode(),
        lambda secret: json.dumps({"data": {"hf_token": [f"bad: {secret}{secret}"]}}).encode(),
        lambda secret: json.dumps({secret: ["unknown"]}).encode(),
        lambda secret: json.dumps([secret]).encode(),
        lambda secret: json.dumps(secret, ensure_ascii=False).encode(),
        lambda secret: json.dumps({"detail": f"cannot use {json.dumps(secret)}"}).encode(),
        lambda secret: json.dumps({"detail": f"cannot use {json.dumps(secret, ensure_ascii=False)}"}).encode(),
        lambda secret: f"<title>{secret}</title>".encode(),
        lambda secret: f'{{"broken": {json.dumps(secret)}'.encode(),
        lambda secret: b"[" * 600 + json.dumps(secret).encode() + b"]" * 600,
        lambda secret: json.dumps({"detail": "x" * 297 + secret}).encode(),
    ],
)
def test_what_was_sent_as_a_secret_is_never_shown(body, secret):
    """An answer that repeats a secret, in whatever form, shows it neither as text nor as data nor pickled."""
    call = CALL._replace(hidden=SECRETS)
    raw = body(secret)
    for error in (
        answer_error(400, raw, call),
        invalid_response(201, raw, call._replace(idempotent=False), ValueError(f"unexpected {secret}")),
        invalid_response(201, b" " * 65_530 + raw, call._replace(idempotent=False), ValueError("too long")),
        transport_error(OSError(f"illegal {secret}"), call, sent=True, may_have_succeeded=False),
    ):
        assert "SEKRIT" not in everywhere(error)
        assert "longer" not in everywhere(error)


def test_hide_leaves_other_values_alone():
    """Only strings are looked into; the value itself is not changed."""
    value = {"a": [1, None, True, 1.5, "x hf_SEKRIT"], "hf_SEKRIT": {}}
    assert {"a": [1, None, True, 1.5, "x ***"], "***": {}} == hide(value, SECRETS)
    assert "x hf_SEKRIT" == value["a"][-1]


@pytest.mark.parametrize(
    ("sent", "kind", "message"),
    [(True, TransportError, "The connection failed: reset"), (False, ConnectError, "No connection to the API: reset")],
)
def test_transport_errors(sent, kind, message):
    """The message says whether the connection was made at all, and what the system said."""
    error = transport_error(OSError("reset"), CALL, sent=sent, may_have_succeeded=False)
    assert (kind, message, None, {}, 2) == (
        type(error),
        str(error),
        error.status_code,
        error.payload,
        error.attempts,
    )


def test_a_failure_without_words_is_named():
    """An exception that says nothing is shown by its class."""
    error = transport_error(EOFError(), CALL, sent=True, may_have_succeeded=True)
    assert f"The connection failed: EOFError ({DOUBT}: look before sending it again)" == str(error)
    assert True is error.may_have_succeeded


def test_deadline_exceeded():
    """The message has the timeout that ran out; TimeoutError catches it."""
    error = deadline_exceeded(0.25, CALL, may_have_succeeded=True)
    assert isinstance(error, TimeoutError)
    assert f"No whole answer within 0.25 s ({DOUBT}: look before sending it again)" == str(error)


@pytest.mark.parametrize(
    ("body", "what"), [(b"", "is empty"), (b" \n", "is empty"), (b"<html>", r"is not what it should be \(no JSON\)")]
)
def test_invalid_response(body, what):
    """A success that cannot be read never passes for one, and says what is wrong with it."""
    with pytest.raises(InvalidResponseError, match=f"a success whose body {what}") as caught:
        raise invalid_response(200, body, CALL, ValueError("no JSON"))
    assert (200, False) == (caught.value.status_code, caught.value.may_have_succeeded)
    assert DOUBT not in str(caught.value)


def test_an_invalid_response_to_a_create_leaves_a_doubt():
    """The API said that it was made, so it must not be sent again blindly."""
    error = invalid_response(201, b"", CALL._replace(idempotent=False), ValueError("no JSON"))
    assert True is error.may_have_succeeded
    assert DOUBT in str(error)


def test_an_invalid_response_keeps_the_beginning_of_a_large_body():
    """64 KiB of a body that is not JSON are enough to see what it is."""
    error = invalid_response(200, b"x" * 1_000_000, CALL, ValueError("y" * 10_000))
    assert {"raw": "x" * 65_536} == error.payload
    assert 500 > len(str(error))


@pytest.mark.parametrize(
    ("status", "idempotent", "expected"),
    [(200, True, False), (201, False, True), (500, False, True), (400, False, False), (302, False, False)],
)
def test_response_too_large(status, idempotent, expected):
    """The message has the limit; a create whose answer was not read may have taken effect."""
    error = response_too_large(status, 1024, CALL._replace(idempotent=idempotent))
    assert ("The body of the answer is larger than 1024 bytes", status) == (
        error.message.partition(" (")[0],
        error.status_code,
    )
    assert (expected, expected) == (error.may_have_succeeded, DOUBT in error.message)


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (wait_failed("llama cannot become ready", "FAILED", "", None), "llama cannot become ready; it is FAILED"),
        (
            wait_failed("llama cannot become ready", "FAILED", "out of\nmemory", {"uuid": "r1"}),
            "llama cannot become ready; it is FAILED: out of memory",
        ),
        (
            wait_timed_out("llama is not ready", 90.0, "DEPLOYING", {"uuid": "r1"}),
            "llama is not ready after 90 s; last seen DEPLOYING",
        ),
        (
            wait_timed_out("llama is not ready", 0.5, "", None),
            "llama is not ready after 0.5 s; nothing was seen of it",
        ),
    ],
)
def test_waits_that_end_without_what_they_were_for(error, message):
    """The message says what was waited for, what was last seen, and why it cannot come if that is known."""
    assert message == str(error)
    assert error.resource in (None, {"uuid": "r1"})
    assert 500 > len(str(wait_failed("llama cannot become ready", "FAILED", LONG, None)))


def test_a_page_without_results():
    """The page that could not be read is the payload."""
    error = no_results({"count": 1})
    assert ("The API answered a page without a list of results", {"raw": {"count": 1}}) == (str(error), error.payload)


def test_a_deploy_that_failed_says_at_which_step_and_why():
    """It has what its cause knew, and what there is now."""
    cause = answer_error(409, b'{"detail": "Name is taken."}', CALL, retry_after=2.0, may_have_succeeded=True)
    error = deploy_failed("deployment", cause, {"uuid": "r1"}, None)
    assert f"The deploy failed at the step 'deployment': {cause.message} (status=409)" == str(error)
    assert ({"detail": "Name is taken."}, "trace-1", 2, 2.0, True) == (
        error.payload,
        error.trace_id,
        error.attempts,
        error.retry_after,
        error.may_have_succeeded,
    )
    assert ("deployment", {"uuid": "r1"}, None) == (error.step, error.model_repo, error.deployment)


def test_a_deploy_that_failed_without_an_error():
    """The reason may be a sentence."""
    error = deploy_failed("health", "it is gone", None, {"uuid": "d1"})
    assert "The deploy failed at the step 'health': it is gone" == str(error)
    assert (None, {}, None, {"uuid": "d1"}) == (error.status_code, error.payload, error.model_repo, error.deployment)


def test_a_deployment_without_an_id():
    """What was made must not be made again blindly."""
    assert "The deployment 'llama' was made" in str(no_id("llama"))
    assert True is no_id("llama").may_have_succeeded


def test_a_name_that_is_taken():
    """The error says by what, and what can be done."""
    error = taken("deployment", "llama")
    message = "There is a deployment called 'llama' already: choose another name"
    assert (ConflictError, message, {"detail": message}) == (type(error), str(error), error.payload)
    assert str(taken("deployment", "llama", "it is deleted")).endswith("already: it is deleted")


def test_not_found():
    """A lookup that finds nothing is a 404 like the API's."""
    error = not_found("model repo", "llama")
    assert ("No model repo matches llama. (status=404)", {"detail": "No model repo matches llama."}) == (
        str(error),
        error.payload,
    )


def test_the_causes_of_an_error_keep_what_they_say():
    """Their frames, which may lead back to them, are let go; those of the error itself are not."""
    try:
        try:
            raise OSError("reset")
        except OSError as reset:
            raise ValueError("no answer") from reset
    except ValueError as failed:
        error = untied(failed)
    assert ("no answer", "reset") == (str(error), str(error.__cause__))
    assert (True, None) == (error.__traceback__ is not None, error.__cause__.__traceback__)


def test_an_error_that_is_its_own_cause():
    """Python allows it, in so many words."""
    error = ValueError("why")
    error.__cause__ = error
    assert error is untied(error)
