"""A package: its one module is `concurrent.futures`."""
