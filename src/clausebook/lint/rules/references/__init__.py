"""Where prose points: to clauses, appendices, pages, documents and addresses."""
