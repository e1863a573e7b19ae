"""Measurements of the package beside the published one."""
