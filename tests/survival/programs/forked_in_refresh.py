"""Forks while a thread asks for the token, and prints how a call of the child ended."""

import os
import signal
import sys
import threading

from simplismart import Simplismart

asked = threading.Event()
answered = threading.Event()


def token() -> str:
    if threading.current_thread() is not threading.main_thread():
        asked.set()
        answered.wait(20)
    return "token"


client = Simplismart(token, base_url=sys.argv[1])
thread = threading.Thread(target=client.list_deployments)
thread.start()
asked.wait(20)
child = os.fork()
if not child:
    signal.alarm(10)
    client.list_deployments()
    client.close()
    os._exit(0)
status = os.waitpid(child, 0)[1]
answered.set()
thread.join()
client.close()
print(os.waitstatus_to_exitcode(status))
