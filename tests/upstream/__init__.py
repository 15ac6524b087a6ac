"""Tests of git: real repositories in temporary folders."""
