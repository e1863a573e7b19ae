"""What the public Python names have lost: griffe's check, told where to look, on a checkout that is broken on purpose."""

import ast
import re
import shutil
from pathlib import Path

import griffe
import pytest

from contract.changes import surface
from contract.changes.surface import PUBLIC, Break

ROOT = Path(__file__).parents[3]
ASYNC, SYNC = "simplismart.AsyncSimplismart", "simplismart.Simplismart"
API = "generated/simplismart_api"
REMOVED, PARAMETER_REMOVED = "public object was removed", "parameter was removed"
NOT_PUBLIC = "is not public any more"


class Source:
    """A module of a checkout, to be changed."""

    def __init__(self, path):
        self._path = path
        self.tree = ast.parse(path.read_text("utf-8"))

    def save(self):
        self._path.write_text(ast.unparse(ast.fix_missing_locations(self.tree)), "utf-8")

    def __getitem__(self, path):
        node = self.tree
        for name in path.split("."):
            node = next(one for one in ast.walk(node) if getattr(one, "name", None) == name)
        return node

    def field(self, path):
        """Return the annotated name of a class or module, such as ``Deployment.uuid``."""
        owner, _, name = path.rpartition(".")
        return next(one for one in (self[owner] if owner else self.tree).body if _target(one) == name)

    def remove(self, path):
        owner, field = self[path.rpartition(".")[0]], self.field(path)
        owner.body.remove(field)

    def add(self, owner, code):
        (self[owner] if owner else self.tree).body.extend(ast.parse(code).body)

    def unlist(self, name):
        """Take a name out of ``__all__``."""
        names = next(one.value.elts for one in self.tree.body if _target(one) == "__all__")
        names.remove(next(one for one in names if one.value == name))


def _target(node):
    found = getattr(node, "target", None) or next(iter(getattr(node, "targets", ())), None)
    return getattr(found, "id", None)


def without(function, name):
    """Take an argument out of a function."""
    arguments = function.args
    at = [one.arg for one in arguments.kwonlyargs].index(name)
    del arguments.kwonlyargs[at], arguments.kw_defaults[at]


def needing(function, name):
    function.args.kwonlyargs.append(ast.arg(name))
    function.args.kw_defaults.append(None)


def taking(function, name):
    function.args.kwonlyargs.append(ast.arg(name))
    function.args.kw_defaults.append(ast.Constant(None))


def annotated(function, name, annotation):
    one = next(one for one in (*function.args.args, *function.args.kwonlyargs) if one.arg == name)
    one.annotation = ast.parse(annotation, mode="eval").body


def returning(function, annotation):
    function.returns = ast.parse(annotation, mode="eval").body


def keyword_only(function, name):
    (moved,) = [one for one in function.args.args if one.arg == name]
    function.args.args.remove(moved)
    function.args.kwonlyargs.append(moved)
    function.args.kw_defaults.append(function.args.defaults.pop())


def renamed(node, name):
    node.name = name


def not_awaited(source, path):
    method = source[path]
    plain = ast.FunctionDef(method.name, method.args, method.body, method.decorator_list, method.returns)
    owner = source[path.rpartition(".")[0]]
    owner.body[owner.body.index(method)] = plain


def required(field):
    field.value.keywords = [one for one in field.value.keywords if one.arg != "default"]


def fewer(field, value):
    literal = next(one for one in ast.walk(field.value) if isinstance(one, ast.Tuple))
    literal.elts = [one for one in literal.elts if one.value != value]


def with_bases(node, *names):
    node.bases = [ast.Name(name) for name in names]


BREAKS = {
    "a parameter of a resource's method is gone": (
        "simplismart/_sync/deployments.py",
        lambda source: without(source["Deployments.delete"], "org_id"),
        Break(f"{SYNC}.deployments.delete(org_id)", PARAMETER_REMOVED),
    ),
    "a method of a resource is gone": (
        "simplismart/_async/secrets.py",
        lambda source: renamed(source["AsyncSecrets.list_configs"], "_list_configs"),
        Break(f"{ASYNC}.secrets.list_configs", REMOVED),
    ),
    "a resource is gone": (
        "simplismart/_async/convenience.py",
        lambda source: source.remove("AsyncConvenience.network_volumes"),
        Break(f"{ASYNC}.network_volumes", REMOVED),
    ),
    "a method of the client needs more": (
        "simplismart/_sync/convenience.py",
        lambda source: needing(source["Convenience.get_secret"], "region"),
        Break(f"{SYNC}.get_secret(region)", "parameter was added as required"),
    ),
    "an argument of the client is by keyword only": (
        "simplismart/_sync/client.py",
        lambda source: keyword_only(source["Simplismart.__init__"], "pg_token"),
        Break(f"{SYNC}.__init__(pg_token)", "parameter kind was changed"),
    ),
    "an option of every call is gone": (
        "simplismart/options.py",
        lambda source: source.remove("PollOptions.max_retries"),
        Break("simplismart.PollOptions.max_retries", REMOVED),
    ),
    "a method is not awaited any more": (
        "simplismart/_async/usage.py",
        lambda source: not_awaited(source, "AsyncUsage.get_stats"),
        Break(f"{ASYNC}.usage.get_stats", "is not awaited any more"),
    ),
    "a name of the package is gone": (
        "simplismart/__init__.py",
        lambda source: source.unlist("RateLimit"),
        Break("simplismart.RateLimit", NOT_PUBLIC),
    ),
    "an error is no ValueError any more": (
        "simplismart/exceptions.py",
        lambda source: with_bases(source["ConfigurationError"], "SimplismartError", "KeyError"),
        Break("simplismart.ConfigurationError", "is no ValueError any more"),
    ),
    "an argument of a payload is gone": (
        "simplismart/models/deployment.py",
        lambda source: source.remove("DeploymentCreate.fast_scaleup"),
        Break("simplismart.DeploymentCreate.__init__(fast_scaleup)", PARAMETER_REMOVED),
    ),
    "an argument of a payload is required": (
        "simplismart/models/network_volume.py",
        lambda source: required(source.field("NetworkVolumeResize.org")),
        Break("simplismart.NetworkVolumeResize.__init__(org)", "parameter is now required"),
    ),
    "an argument does not take None any more": (
        "simplismart/_sync/network_volumes.py",
        lambda source: annotated(source["NetworkVolumes.wait_for"], "timeout", "float"),
        Break(f"{SYNC}.network_volumes.wait_for(timeout)", "parameter no longer takes None"),
    ),
    "an argument takes a value less": (
        "simplismart/lifecycle.py",
        lambda source: fewer(source.field("DeploymentGoal"), "stopped"),
        Break(f"{SYNC}.deployments.wait_for(until)", "parameter no longer takes 'stopped'"),
    ),
    "a result may be None": (
        "simplismart/_sync/secrets.py",
        lambda source: returning(source["Secrets.get"], "SecretEnvelope | None"),
        Break(f"{SYNC}.secrets.get", "result may be None now"),
    ),
    "an argument of a build function is gone": (
        f"{API}/api/deployments/list_deployments.py",
        lambda source: without(source["build"], "status"),
        Break("simplismart_api.api.deployments.list_deployments.build(status)", PARAMETER_REMOVED),
    ),
    "a build function is gone": (
        f"{API}/api/usage/get_usage_stats.py",
        lambda source: renamed(source["build"], "_build"),
        Break("simplismart_api.api.usage.get_usage_stats.build", REMOVED),
    ),
    "an attribute of a result is gone": (
        f"{API}/models/deployment.py",
        lambda source: source.remove("Deployment.model_endpoint"),
        Break("simplismart_api.models.deployment.Deployment.model_endpoint", REMOVED),
    ),
    "a result is gone": (
        f"{API}/models/__init__.py",
        lambda source: source.unlist("PodCounts"),
        Break("simplismart_api.models.PodCounts", NOT_PUBLIC),
    ),
    "a helper of the tests of users is gone": (
        "simplismart/testing/emulator.py",
        lambda source: renamed(source["Emulator.fail_next"], "fail_once"),
        Break("simplismart.testing.Emulator.fail_next", REMOVED),
    ),
    "a fixture is gone": (
        "simplismart/testing/plugin.py",
        lambda source: source.unlist("emulator"),
        Break("simplismart.testing.plugin.emulator", NOT_PUBLIC),
    ),
}


def moved(source, path, owner):
    field = source.field(path)
    source.remove(path)
    source[owner].body.append(field)


ADDITIONS = [
    ("simplismart/options.py", lambda source: moved(source, "CallOptions.timeout", "PollOptions")),
    ("simplismart/_sync/deployments.py", lambda source: taking(source["Deployments.health"], "fresh")),
    ("simplismart/_sync/secrets.py", lambda source: annotated(source["Secrets.get"], "secret_id", "Id | int")),
    ("simplismart/_async/secrets.py", lambda source: source.add("AsyncSecrets", "def added(self) -> None: ...")),
    ("simplismart/__init__.py", lambda source: source.add("", "def added() -> None: ...")),
    ("simplismart/options.py", lambda source: source.add("CallOptions", "added: int | None")),
    (
        "simplismart/models/secret.py",
        lambda source: source.add("SecretCreate", "added: str | None = attrs.field(default=None)"),
    ),
    ("simplismart/transports.py", lambda source: renamed(source["outgoing"], "sent")),
    ("simplismart/exceptions.py", lambda source: renamed(source["no_id"], "without_id")),
    ("simplismart/_sync/session.py", lambda source: renamed(source["Session"], "Sending")),
    (
        f"{API}/models/deployment.py",
        lambda source: source.add("Deployment", 'added: Field[str | None] = optional("added")'),
    ),
    (f"{API}/api/deployments/list_deployments.py", lambda source: taking(source["build"], "added")),
]


def changed(target, edits):
    """Return a checkout with the packages, changed."""
    for name, folder in surface.PACKAGES.items():
        ignored = shutil.ignore_patterns("__pycache__", "*.json")
        shutil.copytree(ROOT / folder / name, target / folder / name, ignore=ignored)
    for file, edit in edits:
        source = Source(target / file)
        edit(source)
        source.save()
    return target


@pytest.fixture(scope="module")
def released():
    """The checkout as it is, taken for the last release."""
    return surface.load(ROOT)


@pytest.fixture(scope="module")
def lost(released, tmp_path_factory):
    """What is lost in a checkout with every break of the table."""
    edits = [(file, edit) for file, edit, _ in BREAKS.values()]
    return surface.find(released, surface.load(changed(tmp_path_factory.mktemp("broken"), edits)))


@pytest.mark.parametrize("name", BREAKS)
def test_a_break_is_found(lost, name):
    """Each is told under the name that users know, though the classes stand in private modules."""
    assert BREAKS[name][2] in lost


def test_nothing_else_is_lost(lost):
    """What follows from the breaks by itself is all that is told besides them."""
    expected = {one for _, _, one in BREAKS.values()}
    expected |= {Break("simplismart.DeploymentCreate.fast_scaleup", REMOVED)}
    expected |= {Break("simplismart.DeployedModel.model_endpoint", REMOVED)}
    expected |= {Break("simplismart.CallOptions.max_retries", REMOVED)}
    assert {(one.place.partition("(")[2], one.what) for one in {*lost} - expected} == {
        ("max_retries)", PARAMETER_REMOVED),
        ("until)", "parameter no longer takes 'stopped'"),
    }


def test_additions_and_what_is_private_break_nothing(released, tmp_path):
    """New names, new optional arguments, more that is taken, what moves to a base class; names of internal modules."""
    assert [] == surface.find(released, surface.load(changed(tmp_path, ADDITIONS)))


def test_nothing_is_lost_since_the_checkout_itself(released):
    """Compared with itself it has lost nothing."""
    assert [] == surface.find(released, released)


def test_every_public_module_is_compared(released):
    """Those that the package hands out by name, and the tools for tests."""
    source = (ROOT / "simplismart/__init__.py").read_text("utf-8")
    handed_out = re.search(r"_SUBMODULES = frozenset\(\{(.+?)\}\)", source)[1]
    assert {f"simplismart.{name}" for name in re.findall(r"\w+", handed_out)} <= PUBLIC
    modules = surface._within([released["simplismart"]], griffe.Module)
    assert {one.path for one in modules if one.is_public} == PUBLIC


def test_every_resource_and_method_of_a_client_is_seen(released):
    """Griffe sees the classes behind the lazy names: each public attribute of a real client is among them."""
    from simplismart import AsyncSimplismart, Simplismart

    pairs = {pair.name: pair.old for pair in surface._pairs(released, released)}
    for name, client in ((ASYNC, AsyncSimplismart("token")), (SYNC, Simplismart("token"))):
        assert public(dir(client)) == public(pairs[name].all_members)
        for resource in ("model_repos", "deployments", "secrets", "network_volumes", "usage"):
            seen = public(pairs[f"{name}.{resource}"].all_members)
            assert public(dir(getattr(client, resource))) == seen


def public(names):
    return {name for name in names if not name.startswith("_")}


def test_every_argument_of_a_payload_is_seen(released):
    """The constructors that attrs makes are compared: their arguments, and which of them are required."""
    import attrs

    import simplismart.models

    for name in simplismart.models.__all__:
        fields = [one for one in attrs.fields(getattr(simplismart.models, name)) if one.init]
        constructor = released["simplismart"]["models"].members[name].final_target.members["__init__"]
        expected = {one.alias: one.default is attrs.NOTHING for one in fields}
        assert expected == {one.name: one.required for one in constructor.parameters if one.name != "self"}, name
