/* SPDX-License-Identifier: Apache-2.0 */
#include "register/log/redact_shapes.h"

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/model/shape.h"
#include "lib/profile/people_shape.h"
#include "lib/store/db.h"
#include "lib/store/log/redaction_store.h"

int
redact_shapes(struct db *db, const struct people *people, const char *journal,
    const char *seqs, int64_t first, int64_t last, struct redaction_done *done)
{
	struct db_rows *rows = NULL;
	struct buf shape = { 0 };
	int rc = redaction_store_texts(db, journal, seqs, first, last, &rows);

	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++) {
		buf_clear(&shape);
		people_shape(people, db_text(rows, i, 3), &shape);
		rc = redaction_store_shape(db, (int)db_int(rows, i, 0),
		    shape_id(db_text(rows, i, 1), db_text(rows, i, 2),
			buf_str(&shape)),
		    done);
	}
	buf_free(&shape);
	db_rows_free(rows);
	return rc;
}
