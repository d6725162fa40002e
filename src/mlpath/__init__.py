"""mlpath: a package manager for learning."""

__version__ = "0.1.0"
