/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/json_cut.h"

#include <stdint.h>
#include <stdlib.h>

#include "lib/base/err.h"
#include "lib/base/log.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
mute(const char *line)
{
	(void)line;
}

/* Pieces lie within what they were cut from, one after the other. */
static void
check(const struct json_piece *within, const struct json_piece *piece,
    const char **end)
{
	if (piece->text < *end || piece->len == 0 ||
	    piece->text + piece->len > within->text + within->len)
		abort();
	*end = piece->text + piece->len;
}

static void
cut_members(const struct json_piece *object)
{
	const char *end = object->text;
	struct json_piece key, value;
	struct json_cut c;

	if (json_cut_object("fuzz", object, &c) < 0)
		return;
	while (json_cut_next(&c, &key, &value) == ERR_OK) {
		check(object, &key, &end);
		check(object, &value, &end);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct json_piece whole = json_piece_of((const char *)data, len), value;
	const char *end = whole.text;
	struct json_cut c;
	int rc;

	log_divert(mute);
	cut_members(&whole);
	if (json_cut_array("fuzz", &whole, &c) < 0)
		return 0;
	while ((rc = json_cut_next(&c, NULL, &value)) == ERR_OK) {
		check(&whole, &value, &end);
		cut_members(&value);
	}
	if (rc == ERR_NOTFOUND)
		(void)json_cut_end(&c);
	return 0;
}
