SCRIPT_TESTS += %D%/store.t %D%/database.t %D%/schema.t %D%/backup.t \
	%D%/remote.t
EXTRA_DIST += %D%/lib.sh
SCRIPT_TESTS += %D%/supervisor.t %D%/alert.t
