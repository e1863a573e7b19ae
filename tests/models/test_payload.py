"""The machinery of the payloads: converting, checking, collecting problems, rendering."""

from __future__ import annotations

import copy
import math
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, ClassVar
from uuid import UUID

import attrs
import pytest

import simplismart.models
from simplismart.exceptions import Problem, SimplismartError, ValidationError
from simplismart.models import (
    AutoscaleConfig,
    AutoscaleTarget,
    CronScalingRule,
    DeploymentCreate,
    ModelRepoCompileAvatar,
    ModelRepoCompileCreate,
    NetworkVolumeCreate,
    Payload,
)
from simplismart.models import _payload as machinery

ID = UUID("0bf00b43-430a-4ca3-a8b3-b13cc8dc6d4f")
VOLUME: dict[str, Any] = {"name": "data", "region": "r", "zone": "z", "size_gi": 10}


@attrs.define(kw_only=True)
class Parcel(Payload):
    """A payload for the tests."""

    unchecked: Any = None
    weight: int = attrs.field(converter=machinery.whole, validator=machinery.integer(1, 9))
    size: float | None = attrs.field(default=None, validator=machinery.number())
    key: dict[str, Any] | None = attrs.field(
        default=None, validator=machinery.json_object, metadata=machinery.SENSITIVE
    )

    def _rules(self) -> Sequence[machinery.Rule]:
        return self._light, self._small

    def _light(self) -> Iterator[Problem]:
        if self.weight > 5:
            yield Problem("weight", "must be at most 5", str(self.weight))

    def _small(self) -> Iterator[Problem]:
        if self.size and self.size > 5:
            yield Problem("size", "must be at most 5", str(self.size))


@attrs.define(kw_only=True)
class Broken(Payload):
    """A payload whose rule has a bug."""

    _passes_unknown: ClassVar[bool] = False

    def _rules(self) -> Sequence[machinery.Rule]:
        return (self._typo,)

    def _typo(self) -> Iterator[Problem]:
        yield self.no_such_field  # type: ignore[attr-defined]


def problems(kind: type[Payload], /, **given: Any) -> list[tuple[str, str]]:
    """Return the field and what was given of each problem."""
    with pytest.raises(ValidationError) as caught:
        kind(**given)
    return [(problem.field, problem.given) for problem in caught.value.problems]


def refusal(kind: type[Payload], /, **given: Any) -> str:
    """Return the text of the error."""
    with pytest.raises(ValidationError) as caught:
        kind(**given)
    return str(caught.value)


def test_every_problem_is_listed_at_once() -> None:
    """Missing, unknown and wrong arguments and broken rules come in one error."""
    found = problems(Parcel, weight=6, size=math.nan, colour="red")
    assert [("colour", ""), ("size", "nan"), ("weight", "6")] == found
    assert [("weight", "")] == problems(Parcel)
    assert [("weight", "0"), ("size", "7")] == problems(Parcel, weight=0, size=7)


def test_error_is_of_the_tree_and_pickles() -> None:
    """The error is a SimplismartError and a ValueError, and survives pickling with its problems."""
    with pytest.raises(ValidationError) as caught:
        Parcel.model_validate({"weight": 0})
    assert isinstance(caught.value, SimplismartError)
    assert isinstance(caught.value, ValueError)
    expected = "Parcel: weight: must be a whole number from 1 to 9, got 0"
    assert expected == str(caught.value) == str(pickle.loads(pickle.dumps(caught.value)))
    assert caught.value.__context__ is None


def test_unknown_argument_says_which_are_known() -> None:
    """A misspelt argument gets the nearest name and the list; its value is not shown."""
    text = refusal(Parcel, weight=1, wieght="hush")
    assert "wieght: is not an argument; did you mean 'weight'?" in text
    assert "allowed are unchecked, weight, size, key" in text
    assert "hush" not in text
    assert "did you mean" not in refusal(Parcel, weight=1, zzz=1)


def test_keys_that_are_no_texts_are_refused() -> None:
    """A dict of arguments has texts as keys."""
    with pytest.raises(ValidationError, match="3: is not an argument"):
        Parcel.model_validate({"weight": 1, 3: 4})  # type: ignore[dict-item]


def test_positional_arguments_are_refused() -> None:
    """Arguments are given by name."""
    with pytest.raises(TypeError, match="positional"):
        Parcel(1)  # type: ignore[call-arg]


def test_bug_in_a_rule_is_not_hidden() -> None:
    """An AttributeError of a rule is only taken for a missing field where one is missing."""
    with pytest.raises(AttributeError, match="no_such_field"):
        Broken()


def test_argument_is_taken_under_its_json_name() -> None:
    """``org`` and ``org_id``, ``model_config`` and ``model_config_data`` are one."""
    given: Any = {
        "name": "n",
        "avatar": {"image_url": "u"},
        "source_type": "huggingface",
        "source_url": "s",
        "model_class": "c",
        "accelerator_type": "a",
    }
    renamed: Any = {"org": ID, "model_config": {"a": 1}}
    payload = ModelRepoCompileCreate(**given, **renamed)
    assert (str(ID), {"a": 1}) == (payload.org_id, payload.model_config_data)
    assert payload == ModelRepoCompileCreate(**given, org_id=str(ID), model_config_data={"a": 1})
    assert ModelRepoCompileAvatar(image_url="u") == payload.avatar


def test_argument_under_both_names_is_refused() -> None:
    """An argument that is given twice is a mistake."""
    text = refusal(AutoscaleConfig, targets=[{"metric": "gpu", "target": 1}], cronScaling=[], cron_scaling=[])
    assert "AutoscaleConfig: cronScaling: must be given once, under one of its names" == text


def test_path_of_a_nested_problem() -> None:
    """A problem within dicts and lists says where it stands."""
    config = {
        "targets": [{"metric": "gpu", "target": 1}, {"metric": "gpus", "target": "x"}, 3],
        "cronScaling": [{"timezone": "UTC", "start": "a", "end": "b", "desiredReplicas": 0}],
        "scaleUpBehavior": {"policies": []},
        "note": {"a": [datetime.max]},
    }
    given: Any = {"model_repo": ID, "gpu_id": "x", "name": "abc", "min_pod_replicas": 1}
    found = problems(DeploymentCreate, **given, max_pod_replicas=1, autoscale_config=config)
    assert [
        "autoscale_config.targets[1].metric",
        "autoscale_config.targets[1].target",
        "autoscale_config.targets[2]",
        "autoscale_config.cronScaling[0].desiredReplicas",
        "autoscale_config.scaleUpBehavior.stabilizationWindowSeconds",
        "autoscale_config.scaleUpBehavior.selectPolicy",
        "autoscale_config.scaleUpBehavior.policies",
        "autoscale_config.note.a[0]",
    ] == [field for field, _ in found]


def test_setting_an_attribute_converts_and_checks() -> None:
    """An attribute can be changed, but not to what the class refuses."""
    volume = NetworkVolumeCreate(**VOLUME)
    volume.name = "  new "
    assert "new" == volume.name
    with pytest.raises(ValidationError, match="NetworkVolumeCreate: size_gi: must be a whole"):
        volume.size_gi = 0
    assert 10 == volume.size_gi
    with pytest.raises(AttributeError):
        volume.colour = "red"  # type: ignore[attr-defined]


def test_to_payload_checks_again() -> None:
    """What was changed from within is found before it is sent, rules included."""
    parcel = Parcel(weight=1, key={"a": 1})
    parcel.weight = 6
    assert parcel.key is not None
    parcel.key["b"] = datetime.max
    with pytest.raises(ValidationError) as caught:
        parcel.to_payload()
    assert ["key", "weight"] == [problem.field for problem in caught.value.problems]


def test_nested_payload_is_checked_again() -> None:
    """A payload within a payload may have been changed too."""
    target = AutoscaleTarget(metric="latency", target=1, percentile=50)
    config = AutoscaleConfig(targets=[target])
    target.metric = "gpu"
    with pytest.raises(ValidationError, match=r"targets\[0\].percentile: must only be given"):
        config.to_payload()


def test_payload_is_fresh_plain_data() -> None:
    """What is sent shares nothing with what was given; tuples are lists, ids texts, None is left out."""
    given = {"a": ({"b": 1},)}
    key: Any = MappingProxyType(given)
    parcel = Parcel(weight=1, key=key, unchecked=[ID])
    sent = parcel.to_payload()
    assert {"unchecked": [str(ID)], "weight": 1, "key": {"a": [{"b": 1}]}} == sent
    sent["key"]["a"][0]["b"] = 2
    assert 1 == given["a"][0]["b"]


def test_sensitive_value_is_nowhere_in_the_error() -> None:
    """Of a sensitive field neither keys nor values are shown, however it is wrong."""
    for value in ("hush", {"hush": datetime.max}, {"a": {"b": {"hush"}}}, {b"hush": 1}):
        text = refusal(Parcel, weight=1, key=value)
        assert "hush" not in text
        assert text.endswith("got ***")


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"a": ID}, "env.a"),
        ({"a": [1, {"b": datetime.max}]}, "env.a[1].b"),
        ({"a": math.inf}, "env.a"),
        ({"a": {1: 2}}, "env.a"),
        ({"a": "\udc80"}, "env.a"),
        ([], "env"),
    ],
)
def test_free_dict_is_json(value: Any, path: str) -> None:
    """What JSON can't hold is refused, and the problem says where it stands."""
    given: Any = {"name": "n", "source_type": "docker_hub", "runtime_gpus": 0}
    found = problems(simplismart.models.ModelRepoCreate, **given, registry_path="p", docker_tag="t", env=value)
    assert [path] == [field for field, _ in found]


def test_dict_within_itself_is_refused() -> None:
    """A dict without an end is an error, not a crash."""
    endless: dict[str, Any] = {}
    endless["a"] = endless
    assert "must not be nested deeper than 64 levels" in refusal(Parcel, weight=1, key=endless)


def test_what_was_given_is_shown_in_short() -> None:
    """At most 60 characters, whatever the value and its repr."""

    class Rude:
        def __repr__(self) -> str:
            raise RuntimeError

    for value in (
        "x" * 1000,
        list(range(1000)),
        {"k" * 50: "v" * 50, "a" * 50: 1},
        10**5000,
        Rude(),
    ):
        ((_, given),) = problems(Parcel, weight=value)
        assert 0 < len(given) <= 60
    assert [("weight", "'x'")] == problems(Parcel, weight="x")


@pytest.mark.parametrize("value", [True, 1.5, "1", None, math.nan, math.inf, [], 0, 10])
def test_integer_is_whole_and_in_range(value: Any) -> None:
    """A bool, a text or a fraction is no whole number."""
    assert ["weight"] == [field for field, _ in problems(Parcel, weight=value)]


def test_float_without_a_fraction_is_whole() -> None:
    """JSON knows one kind of number, so 2.0 is 2."""
    assert "2" == repr(Parcel(weight=2.0).weight)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [True, "1", math.nan, -math.inf, []])
def test_number_is_finite(value: Any) -> None:
    """A bool, a text, NaN or infinity is no number."""
    assert ["size"] == [field for field, _ in problems(Parcel, weight=1, size=value)]
    assert 10**400 == AutoscaleTarget(metric="gpu", target=10**400).target


@pytest.mark.parametrize("value", ["", "  ", 1, [], b"x", "\ud800"])
def test_id_is_a_text_or_a_uuid(value: Any) -> None:
    """Any text that is not blank is an id, and so is a UUID."""
    assert ["org"] == [field for field, _ in problems(NetworkVolumeCreate, **VOLUME, org=value)]
    assert "org-uuid" == NetworkVolumeCreate(**VOLUME, org=" org-uuid ").org
    assert str(ID) == NetworkVolumeCreate(**VOLUME, org=ID).org


def test_unknown_keys_are_passed_on_where_the_api_takes_them() -> None:
    """They are kept, sent and compared, and must be JSON."""
    target = AutoscaleTarget.model_validate(
        {"metric": "gpu", "target": 1, "unit": "%", "model_extra": 2, "self": 3, "cls": 4}
    )
    extra = {"unit": "%", "model_extra": 2, "self": 3, "cls": 4}
    assert extra == target.model_extra
    assert {"metric": "gpu", "target": 1, **extra} == target.to_payload()
    assert target != AutoscaleTarget(metric="gpu", target=1)
    assert ["a"] == [field for field, _ in problems(AutoscaleTarget, metric="gpu", target=1, a=ID)]
    with pytest.raises(ValidationError, match="must have texts as keys, got 1"):
        AutoscaleTarget.model_validate({"metric": "gpu", "target": 1, 1: 2})  # type: ignore[dict-item]


def test_model_dump_has_the_names_of_the_attributes() -> None:
    """As programs know it from pydantic: None is kept unless it is left out, nested payloads are dicts."""
    rule = CronScalingRule(timezone="UTC", start="a", end="b")
    target = AutoscaleTarget(metric="gpu", target=1)
    config = AutoscaleConfig(targets=[target], cronScaling=[rule])
    dumped: dict[str, Any] = {
        "targets": [{"metric": "gpu", "target": 1}],
        "cron_scaling": [{"timezone": "UTC", "start": "a", "end": "b", "desiredReplicas": 1}],
    }
    assert dumped == config.model_dump(exclude_none=True)
    assert {"metric": "gpu", "target": 1, "percentile": None} == target.model_dump()
    assert [target.model_dump()] == config.model_dump()["targets"]
    assert config == AutoscaleConfig.model_validate(config.model_dump(exclude_none=True))


def test_model_validate_takes_a_dict_or_a_payload() -> None:
    """A payload is returned as it is, a dict becomes one, all else is refused."""
    volume = NetworkVolumeCreate.model_validate(VOLUME)
    assert NetworkVolumeCreate(**VOLUME) == volume
    assert volume is NetworkVolumeCreate.model_validate(volume)
    with pytest.raises(ValidationError, match="payload: must be a NetworkVolumeCreate or a dict"):
        NetworkVolumeCreate.model_validate([])  # type: ignore[arg-type]


def test_payload_can_be_copied_and_pickled() -> None:
    """Copies are equal, and apart."""
    config = AutoscaleConfig(targets=[{"metric": "gpu", "target": 1, "unit": "%"}])
    assert config == copy.copy(config) == pickle.loads(pickle.dumps(config))
    deep = copy.deepcopy(config)
    deep.targets[0].target = 2
    assert 1 == config.targets[0].target
    assert 20 == attrs.evolve(NetworkVolumeCreate(**VOLUME), size_gi=20).size_gi


def test_public_names_are_there() -> None:
    """Every name in ``__all__`` can be had, and no other."""
    for name in simplismart.models.__all__:
        assert name == getattr(simplismart.models, name).__name__
        assert getattr(simplismart.models, name).__doc__
    assert {*simplismart.models.__all__} <= {*dir(simplismart.models)}
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        simplismart.models.Nothing  # noqa: B018


def test_classes_are_built_when_used() -> None:
    """The import of the package loads no class, and one resource not those of the others."""
    code = (
        "import sys, simplismart.models as models\n"
        "assert 'attrs' not in sys.modules\n"
        "models.SecretCreate\n"
        "loaded = {name for name in sys.modules if name.startswith('simplismart.models.')}\n"
        "assert loaded == {'simplismart.models._payload', 'simplismart.models.secret'}, loaded\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_environment_variables_are_not_shown() -> None:
    """The repr of a payload shows the names of environment variables, not their values."""
    sidecar = simplismart.models.SidecarCreate(model_repo="r", env_variables={"HF_TOKEN": "hunter2"})
    assert (True, False) == ("'HF_TOKEN'" in repr(sidecar), "hunter2" in repr(sidecar))
    assert "env_variables=None" in repr(simplismart.models.SidecarCreate(model_repo="r"))
