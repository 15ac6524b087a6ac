"""A PDF -> what it shows, who signed it, and whether it is the edition that was approved."""
