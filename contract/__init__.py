"""Holds the package, its emulator, its cassettes and the API against openapi.yaml."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
OPENAPI = ROOT / "openapi.yaml"
