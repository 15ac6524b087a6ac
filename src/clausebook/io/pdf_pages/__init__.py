"""Pages of a PDF -> lines, columns, tables, and what their words look like: read by a process of their own."""
