"""The forms of a review pack. A module with `render_review(review, publication)` makes files; others only lines."""
