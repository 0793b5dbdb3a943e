"""What a line of activity costs: point of delivery, price, stay, top-up, market forces, and each step of it."""
