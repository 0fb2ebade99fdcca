"""What the city has and what is asked of it: project, carrier, case, fit, options, plan."""
