"""What a fork does: make another school's policies its own, and follow them."""
