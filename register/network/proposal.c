/* SPDX-License-Identifier: Apache-2.0 */
#include "register/network/proposal.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "lib/store/network/discovery_store.h"
#include "lib/store/patch/deployment_store.h"
#include "register/context.h"
#include "register/device/device_input.h"
#include "register/setup/check.h"

static const char *
category_of_class(const char *class)
{
	static const char *const servers[] = { "server", "nas", "hypervisor",
		"bmc" };
	static const char *const peripherals[] = { "printer", "ups", "pdu",
		"power", "sensor", "camera", "recorder", "intercom",
		"conference", "broadcast" };

	for (size_t i = 0; i < sizeof(servers) / sizeof(*servers); i++) {
		if (class != NULL && strcmp(class, servers[i]) == 0)
			return "server";
	}
	for (size_t i = 0; i < sizeof(peripherals) / sizeof(*peripherals);
	     i++) {
		if (class != NULL && strcmp(class, peripherals[i]) == 0)
			return "peripheral";
	}
	return "network";
}

/* What cannot stand in a name is left out; what no name is left of is its
 * address. */
static char *
clean_name(const char *text, const char *address)
{
	struct buf name = { 0 }, why = { 0 };
	bool fits;

	for (; text != NULL && *text != '\0' && name.len < 100; text++) {
		if ((unsigned char)*text > ' ' && *text != '/' && *text != 0x7f)
			buf_add(&name, text, 1);
		else if (name.len > 0 && name.data[name.len - 1] != '-')
			buf_add_str(&name, "-");
	}
	while (name.len > 0 && name.data[name.len - 1] == '-')
		name.len--;
	fits = name.len > 0 && check_name(buf_str(&name), &why) == ERR_OK;
	if (!fits) {
		buf_clear(&name);
		buf_add_str(&name, address);
	}
	buf_free(&why);
	return buf_take_str(&name);
}

/* ERR_EXISTS: why says so. */
static int
check_free(struct context *c, const char *name, struct buf *why)
{
	int id, rc = device_store_find(c->db, c->tenant, name, &id);

	if (rc == ERR_NOTFOUND)
		return ERR_OK;
	if (rc < 0)
		return rc;
	buf_printf(why, "there is a device \"%s\" already", name);
	return ERR_EXISTS;
}

/* Two devices that call themselves the same are told apart by address. */
static int
choose_name(struct context *c, const struct db_rows *rows, size_t row,
    const struct proposal_wish *wish, struct buf *why, char **out)
{
	const char *address = db_text(rows, row, PROPOSAL_ADDRESS);
	struct buf longer = { 0 };
	int rc;

	*out = wish->name != NULL
	    ? mem_dup_str(wish->name)
	    : clean_name(db_text(rows, row, PROPOSAL_NAME), address);
	rc = check_free(c, *out, why);
	if (rc != ERR_EXISTS || wish->name != NULL)
		return rc;
	buf_printf(&longer, "%s-%s", *out, address);
	free(*out);
	*out = buf_take_str(&longer);
	buf_clear(why);
	return check_free(c, *out, why);
}

static const char *
text_or_null(const struct db_rows *rows, size_t row, int col)
{
	const char *text = db_text(rows, row, col);

	return db_is_null(rows, row, col) || *text == '\0' ? NULL : text;
}

static int
add_device(struct context *c, const struct db_rows *rows, size_t row,
    const struct proposal_wish *wish, const char *name, int *id)
{
	struct device_row d;
	int64_t made;
	int rc;

	device_input_start(&d);
	d.realm = (int)db_int(rows, row, PROPOSAL_REALM_ID);
	d.name = name;
	d.address = db_text(rows, row, PROPOSAL_ADDRESS);
	d.port = (int)db_int(rows, row, PROPOSAL_PORT);
	d.site = wish->site_id != 0 ? wish->site_id
				    : (int)db_int(rows, row, PROPOSAL_SITE_ID);
	d.credential = wish->credential_id != 0
	    ? wish->credential_id
	    : (int)db_int(rows, row, PROPOSAL_CREDENTIAL_ID);
	d.category = wish->category != NULL
	    ? wish->category
	    : category_of_class(text_or_null(rows, row, PROPOSAL_CLASS));
	d.medical = db_bool(rows, row, PROPOSAL_MEDICAL);
	d.tags = text_or_null(rows, row, PROPOSAL_TAGS);
	rc = device_store_add(c->db, c->tenant, &d, wish->reason);
	if (rc == ERR_OK)
		rc = deployment_match_of(c->db, c->tenant, 0, d.id, &made);
	*id = d.id;
	return rc;
}

/* By its address it is that device, whatever is wished. */
static bool
is_known(const struct db_rows *rows, size_t row, bool anyway)
{
	const char *how = db_text(rows, row, PROPOSAL_KNOWN_BY);

	return strcmp(db_text(rows, row, PROPOSAL_STATE), "known") == 0 &&
	    (!anyway || strcmp(how, "address") == 0);
}

/* It needs no device: it is one, or is one that is made already. */
static bool
is_made(const struct db_rows *rows, size_t row,
    const struct proposal_wish *wish, enum proposal_end *end, char **name)
{
	if (strcmp(db_text(rows, row, PROPOSAL_STATE), "accepted") == 0 ||
	    is_known(rows, row, wish->anyway)) {
		*end = strcmp(db_text(rows, row, PROPOSAL_STATE), "known") == 0
		    ? PROPOSAL_KNOWN
		    : PROPOSAL_WAS;
		*name = mem_dup_str(db_text(rows, row, PROPOSAL_DEVICE));
		return true;
	}
	/* Registered since it was found. */
	if (!db_is_null(rows, row, PROPOSAL_THERE)) {
		*end = PROPOSAL_KNOWN;
		*name = mem_dup_str(db_text(rows, row, PROPOSAL_THERE));
		return true;
	}
	if (wish->once && !db_is_null(rows, row, PROPOSAL_SAME_AS)) {
		*end = PROPOSAL_TWICE;
		*name = mem_dup_str(db_text(rows, row, PROPOSAL_SAME_AS));
		return true;
	}
	return false;
}

int
proposal_accept(struct context *c, const struct db_rows *rows, size_t row,
    const struct proposal_wish *wish, struct buf *why, enum proposal_end *end,
    char **name)
{
	int id, rc;

	if (is_made(rows, row, wish, end, name))
		return ERR_OK;
	if (wish->credential_id == 0 &&
	    db_is_null(rows, row, PROPOSAL_CREDENTIAL)) {
		buf_add_str(why,
		    "the credential that it answered to was "
		    "removed; `patchwacht discover` tries those "
		    "there are");
		return ERR_NOTFOUND;
	}
	*end = PROPOSAL_ADDED;
	rc = choose_name(c, rows, row, wish, why, name);
	if (rc == ERR_OK)
		rc = add_device(c, rows, row, wish, *name, &id);
	if (rc == ERR_OK)
		rc = proposal_decide(c->db, c->tenant,
		    (int)db_int(rows, row, PROPOSAL_REALM_ID),
		    db_text(rows, row, PROPOSAL_ADDRESS),
		    (int)db_int(rows, row, PROPOSAL_PORT), "accepted", id,
		    wish->reason);
	if (rc < 0) {
		free(*name);
		*name = NULL;
	}
	return rc;
}
