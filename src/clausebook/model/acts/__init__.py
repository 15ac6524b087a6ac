"""The life of an approval: acts, their chain, and what they say of a policy on a day."""
