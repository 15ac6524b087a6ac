"""The desk for a school or a trust: people sign in with their school account, and each works in a copy of their own."""
