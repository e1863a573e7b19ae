import os
from dotenv import load_dotenv
load_dotenv()
from simplismart import Simplismart
client = Simplismart()
repo = client.get_model_repo(
    model_id=os.getenv("MODEL_REPO_ID", "model-repo-uuid"),
)
print(repo)
