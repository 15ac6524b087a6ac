"""What the files, ids, numbers and texts of the register must be like."""
