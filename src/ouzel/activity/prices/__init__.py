"""Price lists: their files, the releases they become, and the rules of points of delivery."""
