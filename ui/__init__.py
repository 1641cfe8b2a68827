"""The faces of the program: the desktop window (`ui.desktop`, the only place that imports Qt) and the
command line (`ui.commands`, without Qt). `ui.main` chooses between them."""
