"""The clients that are compared, each a program of loads that runs in its own environment."""
