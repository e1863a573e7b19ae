import os
from dotenv import load_dotenv
load_dotenv()
from simplismart import Simplismart
client = Simplismart()
deployments = client.list_deployments(
    model_repo_id=os.getenv("MODEL_REPO_ID"), # Optional
    status="DEPLOYED",
    offset=0,
    count=20,
)
print(deployments)
