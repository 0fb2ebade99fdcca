"""``incubator serve``: the server, its workers, the first start."""
