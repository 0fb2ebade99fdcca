"""The web page: a workbook in, a report out, in the browser; no planning of its own.

accounts    who signs in, and what the administrator does
files       where uploads and runs are kept
work        what runs outside the web process: child processes with limits, and taking up again
workbooks   uploads: what was understood, what is wrong, the workbook back with marks
runs        runs: settings, progress, stop, cancel, report
pages       language, errors, layout
serving     ``incubator serve``: the server, its workers, the first start
"""
