"""The language of policies, one module a notion. Knows no record of ours."""
