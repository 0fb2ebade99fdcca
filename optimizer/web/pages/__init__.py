"""What all pages share: language, errors, words."""
