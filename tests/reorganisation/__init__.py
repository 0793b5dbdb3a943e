"""Tests of reorganisations: plans, their life, enactment, proof and reversal."""
