"""Reorganisations: a plan as data, what follows from it, its approval, enactment, proof and reversal."""
