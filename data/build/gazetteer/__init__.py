"""Parts of gazetteer_build.py, one file for each kind of source, and the tables kept by hand."""
