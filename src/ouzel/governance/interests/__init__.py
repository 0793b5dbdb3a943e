"""Interests, gifts and hospitality: declared, published with what is withheld and why, matched to business."""
