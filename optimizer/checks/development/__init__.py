"""The second reading of a development plan: every rule and goal anew, from case, demand and plan.

Of `Demand` only the blocks are taken as given - who asks for how much, when and where; what
opens, fills, is converted, comes home and is paid is worked out again in plain Python.
"""
