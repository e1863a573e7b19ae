"""An emulator of the Simplismart management API, to test programs without the live one.

It needs the extra: ``pip install "simplismart-sdk[testing]"``.
"""

from .answers import Answer
from .clock import Clock
from .emulator import Emulator, RecordedRequest

__all__ = ["Answer", "Clock", "Emulator", "RecordedRequest"]
