"""Who signs in: sign-in, password, the administrator's page, the mode without accounts."""
