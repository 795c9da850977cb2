"""A network: its weights and biases, its activation functions, its cost, and the names of its parameters and neurons.

May import ``quantities``, ``validation``, ``frozen`` and ``display``; nothing that computes with a network.
"""
