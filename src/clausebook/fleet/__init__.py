"""Many school repositories, built and watched together: fleet.yaml in, schools/, a page and branches out."""
