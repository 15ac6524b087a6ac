"""The door for documents from elsewhere: a file in, a manuscript out, in bounded time and memory."""
