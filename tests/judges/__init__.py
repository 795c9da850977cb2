"""Judges: decide whether what the project computes, shows or writes is right, by code that it does not share."""
