SCRIPT_TESTS += %D%/database.t %D%/schema.t
EXTRA_DIST += %D%/lib.sh
