"""The studio: turns clips into a lecture."""
