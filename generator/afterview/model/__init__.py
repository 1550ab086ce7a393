"""The frozen values that the stages hand to each other; they hold facts and do no work."""
