"""How law is known: instruments, their provisions, their status on a day, their life, what is observed of them."""
