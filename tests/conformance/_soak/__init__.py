"""The scenes of `soak.py`."""
