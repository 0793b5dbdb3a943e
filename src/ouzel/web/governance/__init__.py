"""What the public pages of bodies, meetings and decisions share: addresses, names, words, shapes for machines."""
