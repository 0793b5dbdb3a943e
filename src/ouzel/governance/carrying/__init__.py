"""What follows for bodies that decide from a reorganisation: worked out, applied, taken back, counted."""
