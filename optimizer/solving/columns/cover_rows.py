"""Covers as rows of the exact model, for HiGHS."""

import numpy as np
from scipy import sparse

from optimizer.domain.options import Options
from optimizer.rules.block import Ints
from optimizer.solving.columns.covers import Covers
from optimizer.solving.columns.homes import Homes


def cover_rows(covers: Covers, options: Options) -> sparse.csr_array:
    """What each option puts into each cover that has a price; at most 1 in all.

    Returns
    -------
    csr_array, shape (covers with a price, options)
    """
    net, relaxation = covers.relaxation.net, covers.relaxation
    home = home_of(relaxation.homes, options)
    sits = net.stays["sits"][options.stay]
    old_home = np.where(sits != options.carrier, net.stays["sits_home"][options.stay], -1)
    alpha = np.zeros(len(net.homes) + 1)  # the last one for those without an old home
    rows, columns, values = [], [], []
    priced = np.flatnonzero(covers.price > 0.0)
    for row, c in enumerate(priced.tolist()):
        part, quarter = slice(covers.first[c], covers.first[c + 1]), covers.quarter[c]
        alpha[covers.home[part]] = covers.alpha[part]
        here = (options.first <= quarter) & (quarter < options.end)
        value = np.where(here, alpha[home], 0.0)
        value += np.where(quarter < options.first, alpha[old_home], 0.0)
        alpha[covers.home[part]] = 0.0
        column = np.flatnonzero(value)
        rows.append(np.full(len(column), row))
        columns.append(column)
        values.append(value[column])
    if not rows:
        return sparse.csr_array((0, len(options)))
    entries = (np.concatenate(rows), np.concatenate(columns))
    shape = (len(priced), len(options))
    return sparse.coo_array((np.concatenate(values), entries), shape).tocsr()


def home_of(homes: Homes, options: Options) -> Ints:
    """The home of each option."""
    carriers, modes = int(homes.carrier.max(initial=0)) + 1, int(homes.mode.max(initial=0)) + 1
    key = (homes.stay.astype(np.int64) * carriers + homes.carrier) * modes + homes.mode
    order = np.argsort(key)
    asked = (options.stay.astype(np.int64) * carriers + options.carrier) * modes + options.mode
    return np.asarray(order[np.searchsorted(key[order], asked)], np.int64)
