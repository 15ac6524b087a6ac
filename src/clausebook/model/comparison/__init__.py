"""Two editions side by side: the redline with its pieces and words, and the review that governors see."""
