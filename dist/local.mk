# Nothing to build here yet.
EXTRA_DIST += %D%/packages.debian
