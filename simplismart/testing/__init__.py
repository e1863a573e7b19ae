"""An emulator of the Simplismart management API, to test programs without the live one.

It needs the extra: ``pip install "simplismart-sdk[testing]"``.
"""

from .answers import Answer
from .clock import Clock
from .deviations import DEVIATIONS, Deviation
from .emulator import Emulator, RecordedRequest

__all__ = ["DEVIATIONS", "Answer", "Clock", "Deviation", "Emulator", "RecordedRequest"]
