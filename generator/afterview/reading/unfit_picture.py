"""Say that a picture cannot be shown; apart, so that a drawing can be read without loading Pillow."""


class UnfitPicture(Exception):
    """A picture that cannot be shown; ``args[0]`` says why, as the end of a sentence that begins with its name."""
