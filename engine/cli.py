"""Stand-in for the commands, until they are written."""


def main(argv: list[str]) -> int:
    """Run one command line; gives the exit code."""
    print("build.py", *argv)
    return 0
