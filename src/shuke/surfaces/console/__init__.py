"""The console in the browser: one page and its files, built from `web/apps/console`. It asks the staff API for all."""
