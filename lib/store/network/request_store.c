/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/network/request_store.h"

#include <stdlib.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/store/db.h"

int
request_add(struct db *db, int tenant, const char *kind, int device,
    const struct json *args, int64_t *request)
{
	char *text = args == NULL ? NULL : json_line(args);
	int rc;

	rc = db_next_id(db, tenant, "request", request);
	if (rc == ERR_OK)
		rc = db_query(db, NULL,
		    "INSERT INTO request(tenant_id,request_id,kind,device_id,"
		    "asked,asked_by,args) VALUES($1,$2,$3,$4,$5,session_user,"
		    "coalesce($6::jsonb,'{}'))",
		    DB_INT(tenant), DB_INT(*request), DB_TEXT(kind),
		    device == 0 ? DB_NULL : DB_INT(device),
		    DB_TIME(clock_now()), DB_TEXT(text));
	free(text);
	return rc;
}

int
request_look(struct db *db, int tenant, int64_t request, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT taken,finished,outcome,result::text FROM request"
	    " WHERE tenant_id=$1 AND request_id=$2",
	    DB_INT(tenant), DB_INT(request));
}
