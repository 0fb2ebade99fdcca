"""An order, from the command line or the web page, and how it is carried out."""
