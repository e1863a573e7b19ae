import os
from dotenv import load_dotenv
load_dotenv()
from simplismart import ModelRepoListParams, Simplismart
client = Simplismart()
repos = client.list_model_repos(
    ModelRepoListParams(
        offset=0,
        count=5,
        status="SUCCESS",
        name="vision", # optional filter
        model_type="BYOM", # optional filter
        created_by="user@example.com", # optional filter
    )
)
print(repos)
