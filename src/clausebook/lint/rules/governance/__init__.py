"""What governors must know: reviews, records, reasons, waivers."""
