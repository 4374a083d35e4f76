"""A package for the import tests."""
from . import circle_a, circle_b
from .prices import price

NAME = "shop"
hidden = 1
LOADED = globals().get("LOADED", 0) + 1
__all__ = ["NAME", "price"]


def __getattr__(name):
    if name == "lazy":
        return "made when asked"
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
