"""What the tests of fleets share: a browser, to look at the trust's page."""

from tests.site.conftest import browser

__all__ = ["browser"]
