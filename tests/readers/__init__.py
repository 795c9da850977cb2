"""Readers: read values back from what is shown: mobjects, pixels, videos, HTML and PDF."""
