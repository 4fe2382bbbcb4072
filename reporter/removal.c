/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/removal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/store/change.h"
#include "lib/store/db.h"
#include "reporter/deliver.h"
#include "reporter/removal_bundle.h"

/* Columns of reports_due. */
enum { REPORT_ID, REPORT_NUMBER, REPORT_PATH, REPORT_PDF, REPORT_EVIDENCE };

/*
 * ERR_OK when it is not there any more, or another file is: a report of the
 * same name that was made later.
 */
static int
remove_file(const char *path, const uint8_t *hash)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	uint8_t found[DIGEST_LEN];
	struct stat st;
	int rc = ERR_OK;

	if (*path == '/' && fd == -1 && (errno == ENOENT || errno == ENOTDIR))
		return ERR_OK;
	if (fd == -1 || fstat(fd, &st) == -1)
		rc = ERR_IO;
	else if (S_ISREG(st.st_mode))
		rc = digest_of_fd(fd, found);
	else
		memset(found, 0, sizeof(found));
	if (rc == ERR_OK && memcmp(found, hash, DIGEST_LEN) == 0 &&
	    unlink(path) == -1)
		rc = ERR_IO;
	if (rc < 0)
		log_warn("report %s: its time is over, not removed", path);
	if (fd != -1)
		close(fd);
	return rc;
}

static int
remove_files(const struct db_rows *rows, size_t i)
{
	const char *path = db_text(rows, i, REPORT_PATH);
	size_t n, len = strlen(path);
	struct buf evidence = { 0 };
	int rc = remove_file(path, db_bytes(rows, i, REPORT_PDF, &n));

	if (len > 4 && strcmp(path + len - 4, ".pdf") == 0)
		len -= 4;
	buf_printf(&evidence, "%.*s.evidence.json", (int)len, path);
	if (rc == ERR_OK)
		rc = remove_file(
		    buf_str(&evidence), db_bytes(rows, i, REPORT_EVIDENCE, &n));
	buf_free(&evidence);
	return rc;
}

/* Of schedules that have a folder: the report and its bundle. */
static int
remove_copies(struct db *db, const struct place *place, int tenant,
    const struct db_rows *rows, size_t i)
{
	struct db_rows *copies = NULL;
	struct buf path = { 0 };
	size_t n;
	int rc = db_query(db, &copies,
	    "SELECT recipient,coalesce(decode(detail->>'_sha256','hex'),$3)"
	    " FROM delivery WHERE tenant_id=$1"
	    " AND report_id=$2 AND kind='folder' AND sent IS NOT NULL",
	    DB_INT(tenant), DB_INT(db_int(rows, i, REPORT_ID)),
	    DB_BYTES(db_bytes(rows, i, REPORT_PDF, &n), DIGEST_LEN));

	for (size_t k = 0; rc == ERR_OK && k < db_count(copies); k++) {
		buf_clear(&path);
		deliver_copy_path(place, tenant, db_text(copies, k, 0), &path);
		rc = remove_file(buf_str(&path), db_bytes(copies, k, 1, &n));
	}
	buf_free(&path);
	db_rows_free(copies);
	return rc;
}

/* The trail has where they were made, with the report and later. */
static int
remove_bundles(struct db *db, int tenant, const struct db_rows *rows, size_t i)
{
	struct db_rows *found = NULL;
	size_t n;
	int rc = db_query(db, &found,
	    "SELECT DISTINCT c.detail::jsonb->>'bundle' FROM report x"
	    " JOIN change c ON c.tenant_id=x.tenant_id"
	    " AND c.object='report/'||x.number||'.'||x.language"
	    " AND c.action IN('report.issue','report.bundle')"
	    " WHERE x.tenant_id=$1 AND x.report_id=$2"
	    " AND c.detail::jsonb->>'bundle' IS NOT NULL",
	    DB_INT(tenant), DB_INT(db_int(rows, i, REPORT_ID)));

	for (size_t k = 0; rc == ERR_OK && k < db_count(found); k++)
		rc = removal_bundle(
		    db_text(found, k, 0), db_bytes(rows, i, REPORT_PDF, &n));
	db_rows_free(found);
	return rc;
}

static int
note(struct db *db, int tenant, const struct db_rows *rows, size_t i)
{
	struct buf object = { 0 };
	int rc = db_begin(db);

	buf_printf(&object, "report/%s", db_text(rows, i, REPORT_NUMBER));
	if (rc == ERR_OK)
		rc = db_query(db, NULL,
		    "UPDATE report SET removed=$3 WHERE tenant_id=$1"
		    " AND report_id=$2",
		    DB_INT(tenant), DB_INT(db_int(rows, i, REPORT_ID)),
		    DB_TIME(clock_now()));
	if (rc == ERR_OK)
		rc = change_add(db, tenant,
		    &(struct change){ "retention.remove_file", buf_str(&object),
			"{}", "past the time that it is kept" });
	buf_free(&object);
	if (rc == ERR_OK)
		return db_commit(db);
	db_rollback(db);
	return rc;
}

int
removal_make(struct db *db, const struct place *place, int tenant)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT report_id,number,path,pdf,evidence FROM reports_due($1,$2)",
	    DB_INT(tenant), DB_TIME(clock_now()));

	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		if (remove_bundles(db, tenant, rows, i) == ERR_OK &&
		    remove_files(rows, i) == ERR_OK &&
		    remove_copies(db, place, tenant, rows, i) == ERR_OK)
			rc = note(db, tenant, rows, i);
	db_rows_free(rows);
	return rc;
}
