"""Clips of the lecture on the calculus of backpropagation, and the kit that they are made of."""
