"""The quickstart in three lines: compile a model, deploy it, and print where it answers.

Reads SIMPLISMART_PG_TOKEN, ORG_ID and, for another server than the live API, SIMPLISMART_BASE_URL. After an interrupt
it can be run again: it takes up what is there.
"""

from simplismart import Simplismart

client = Simplismart()
llama = client.deploy("meta-llama/Llama-3.2-1B-Instruct", gpu="nvidia-h100", replicas=(1, 2), progress=True)
print(llama.name, llama.status, llama.endpoint)
