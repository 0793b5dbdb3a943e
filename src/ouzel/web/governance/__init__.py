"""What the public pages of bodies, meetings and decisions share: addresses, names, words, and what each shows."""
