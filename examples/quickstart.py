"""Compile a model, wait for it, deploy it and look at its health: the SDK page's quickstart.

Reads SIMPLISMART_PG_TOKEN, ORG_ID and, for another server than the live API, SIMPLISMART_BASE_URL.
"""

import os
from time import sleep

from simplismart import (
    DeploymentCreate,
    ModelRepoCompileAvatar,
    ModelRepoCompileCreate,
    ModelRepoListParams,
    Simplismart,
)

NAME = os.getenv("QUICKSTART_NAME", "llama-3.2-1b-instruct-SDK")
POLL_SECONDS = float(os.getenv("QUICKSTART_POLL_SECONDS", "10"))

client = Simplismart()

repo = client.create_model_repo_private_compile(
    ModelRepoCompileCreate(
        name=NAME,
        description="A Llama model, compiled by Simplismart",
        avatar=ModelRepoCompileAvatar(image_url="https://ui-avatars.com/api/?name=llama"),
        source_type="huggingface",
        source_url="meta-llama/Llama-3.2-1B-Instruct",
        model_class="LlamaForCausalLM",
        accelerator_type="nvidia-h100",
    )
)
print(f"Model compilation initiated: {repo.name} | uuid={repo.uuid} | status={repo.status} | source={repo.source_url}")

seen = None
while seen != "SUCCESS":
    page = client.list_model_repos(ModelRepoListParams(count=1, name=NAME))
    status = page.results[0].status
    if status != seen:
        print(f"Model Repo {repo.uuid}: {status}")
        seen = status
    if status == "ERROR" or status.startswith("FAILED"):
        raise SystemExit(page.results[0].status_description or status)
    if status != "SUCCESS":
        sleep(POLL_SECONDS)

deployment = client.create_deployment(
    DeploymentCreate(
        model_repo=repo.uuid,
        gpu_id="nvidia-h100",
        name=NAME,
        min_pod_replicas=1,
        max_pod_replicas=2,
        autoscale_config={"targets": [{"metric": "gpu", "target": 80}]},
    )
)
print(
    f"Deployment created: id={deployment.deployment_id} \n Name={deployment.name} \n "
    f"Model Endpoint=https://{deployment.model_endpoint}"
)

print(f"Status: {client.get_model_deployment(deployment['deployment_id']).status}")
health = client.fetch_deployment_health(deployment["deployment_id"])
message = f" — {health.messages[0].message}" if health.messages else ""
print(f"Health: {health.data}{message}")
print("Deployment is ready." if health.data == "Healthy" else "Deployment is still in progress.")
