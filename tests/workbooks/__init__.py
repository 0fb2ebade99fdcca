"""The gallery: messy workbooks as park managers really have them, each one a story."""
