"""Measurements of the planner against brute force, a second exact solver and the habits of learners."""
