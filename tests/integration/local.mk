# SCRIPT_TESTS += %D%/NOUN.t
EXTRA_DIST += %D%/lib.sh
