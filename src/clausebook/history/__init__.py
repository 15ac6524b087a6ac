"""Git's facts -> editions, reasons, and what became of each clause and approval."""
