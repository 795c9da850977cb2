"""A network: its weights and biases, its activation functions, its cost, and the address of each parameter.

May import ``quantities``, ``validation`` and ``frozen``; nothing that computes with a network.
"""
