"""Clips of the lecture on the calculus of backpropagation, what they are made of, the handout and the studio."""
