SCRIPT_TESTS += %D%/database.t
EXTRA_DIST += %D%/lib.sh
