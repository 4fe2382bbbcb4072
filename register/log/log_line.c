/* SPDX-License-Identifier: Apache-2.0 */
#include "register/log/log_line.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/zone.h"
#include "lib/store/db.h"
#include "lib/store/log/log_store.h"
#include "register/log/log_input.h"
#include "register/show/table.h"

const struct column log_columns[] = {
	{ "at", "AT", COLUMN_TIME, 0 },
	{ "device", "DEVICE", COLUMN_TEXT, 0 },
	{ "severity", "SEVERITY", COLUMN_TEXT, 0 },
	{ "app", "APP", COLUMN_TEXT, 0 },
	{ "text", "TEXT", COLUMN_TEXT, COLUMN_WRAP },
	{ "host", NULL, COLUMN_TEXT, 0 },
	{ "facility", NULL, COLUMN_INT, 0 },
	{ "procid", NULL, COLUMN_TEXT, 0 },
	{ "msgid", NULL, COLUMN_TEXT, 0 },
	{ "device_time", NULL, COLUMN_TIME, 0 },
	{ "zoned", NULL, COLUMN_BOOL, 0 },
	{ "site", NULL, COLUMN_TEXT, 0 },
	{ "transport", NULL, COLUMN_TEXT, 0 },
	{ "address", NULL, COLUMN_TEXT, 0 },
	{ "certificate", NULL, COLUMN_TEXT, 0 },
	{ "sd", NULL, COLUMN_JSON, 0 },
	{ "flags", NULL, COLUMN_LIST, 0 },
	{ "journal", NULL, COLUMN_TEXT, 0 },
	{ "seq", NULL, COLUMN_INT, 0 },
	{ 0 },
};

/* Where each of those stands in a row; the first five are told apart. */
static const enum log_column rest[] = { LOG_HOST, LOG_FACILITY, LOG_PROCID,
	LOG_MSGID, LOG_DEVICE_TIME, LOG_ZONED, LOG_SITE, LOG_TRANSPORT,
	LOG_PEER, LOG_CERTIFICATE, LOG_SD, LOG_FLAGS, LOG_JOURNAL, LOG_SEQ };
enum { HEAD = 5, REST = sizeof(rest) / sizeof(rest[0]) };

static const char *
text_of(const struct db_rows *rows, size_t i, int col)
{
	return db_is_null(rows, i, col) ? NULL : db_text(rows, i, col);
}

/* One that stands in no register is called what it calls itself. */
static const char *
device_of(const struct db_rows *rows, size_t i)
{
	const char *host = text_of(rows, i, LOG_HOST);

	if (!db_is_null(rows, i, LOG_DEVICE))
		return db_text(rows, i, LOG_DEVICE);
	return host != NULL && *host != '\0' ? host
					     : db_text(rows, i, LOG_PEER);
}

/* Of Cisco's and alike, the mnemonic says what the program would. */
static const char *
app_of(const struct db_rows *rows, size_t i)
{
	return db_is_null(rows, i, LOG_APP) ? text_of(rows, i, LOG_MSGID)
					    : db_text(rows, i, LOG_APP);
}

static void
add_cell(struct table *t, const struct column *c, const struct db_rows *rows,
    size_t i, int col)
{
	if (db_is_null(rows, i, col))
		table_add_text(t, NULL);
	else if (c->type == COLUMN_TIME)
		table_add_time(t, db_time(rows, i, col));
	else if (c->type == COLUMN_INT)
		table_add_int(t, db_int(rows, i, col));
	else if (c->type == COLUMN_BOOL)
		table_add_bool(t, db_bool(rows, i, col));
	else
		table_add_text(t, db_text(rows, i, col));
}

void
log_line_add(struct table *t, const struct db_rows *rows, size_t i)
{
	table_add_time(t, db_time(rows, i, LOG_AT));
	table_add_text(t, device_of(rows, i));
	table_add_text(
	    t, log_input_severity_name((int)db_int(rows, i, LOG_SEVERITY)));
	table_add_text(t, app_of(rows, i));
	table_add_text(t, db_text(rows, i, LOG_TEXT));
	for (size_t k = 0; k < REST; k++)
		add_cell(t, &log_columns[HEAD + k], rows, i, (int)rest[k]);
}

void
log_line_print(const struct db_rows *rows, size_t i, struct buf *out)
{
	const char *app = app_of(rows, i), *text = db_text(rows, i, LOG_TEXT);
	char at[ZONE_TEXT_MAX];

	buf_printf(out, "%s  %-16s %-7s ",
	    zone_format(db_time(rows, i, LOG_AT), at), device_of(rows, i),
	    log_input_severity_name((int)db_int(rows, i, LOG_SEVERITY)));
	if (app != NULL)
		buf_printf(out, "%s: ", app);
	/* A line of output is a message. */
	for (; *text != '\0'; text++)
		buf_add_u8(out, *text == '\n' ? ' ' : (uint8_t)*text);
	buf_add_u8(out, '\n');
}

static void
put_json(struct json *o, const char *key, const char *text)
{
	struct json *v = NULL;

	if (text != NULL && json_parse(key, text, strlen(text), &v) == ERR_OK)
		json_put(o, key, v);
	else
		json_put_null(o, key);
}

static void
put_cell(struct json *o, const struct column *c, const struct db_rows *rows,
    size_t i, int col)
{
	if (db_is_null(rows, i, col))
		json_put_null(o, c->name);
	else if (c->type == COLUMN_TIME)
		json_put_time(o, c->name, db_time(rows, i, col));
	else if (c->type == COLUMN_INT)
		json_put_int(o, c->name, db_int(rows, i, col));
	else if (c->type == COLUMN_BOOL)
		json_put_bool(o, c->name, db_bool(rows, i, col));
	else if (c->type == COLUMN_JSON || c->type == COLUMN_LIST)
		put_json(o, c->name, db_text(rows, i, col));
	else
		json_put_text(o, c->name, db_text(rows, i, col));
}

void
log_line_print_json(const struct db_rows *rows, size_t i, struct buf *out)
{
	struct json *o = json_new_object();
	char *text;

	json_put_time(o, "at", db_time(rows, i, LOG_AT));
	json_put_text(o, "device", device_of(rows, i));
	json_put_text(o, "severity",
	    log_input_severity_name((int)db_int(rows, i, LOG_SEVERITY)));
	json_put_text(o, "app", app_of(rows, i));
	json_put_text(o, "text", db_text(rows, i, LOG_TEXT));
	for (size_t k = 0; k < REST; k++)
		put_cell(o, &log_columns[HEAD + k], rows, i, (int)rest[k]);
	text = json_line(o);
	buf_printf(out, "%s\n", text);
	free(text);
	json_free(o);
}
