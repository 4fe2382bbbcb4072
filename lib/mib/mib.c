/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/mib/mib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <net-snmp/net-snmp-config.h>

#include <net-snmp/net-snmp-includes.h>

#include "lib/base/buf.h"
#include "lib/base/data.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/wire/oid.h"

enum { NAME_MAX_LEN = 128 };

static char *data_folder; /* or NULL */
/* net-snmp names the file that it read last in later messages: kept. */
static char *own_module;
static bool is_open, all_read;
static unsigned faults;

static int
on_log(int major, int minor, void *line, void *client)
{
	const struct snmp_log_message *m = line;

	(void)major;
	(void)minor;
	(void)client;
	if (m->priority <= LOG_ERR)
		faults++;
	log_debug("MIB: %.*s", (int)strcspn(m->msg, "\n"), m->msg);
	return 0;
}

static void
add_folder(const char *path)
{
	/* Without the test, net-snmp complains of each that is not there. */
	if (path[0] != '\0' && access(path, R_OK | X_OK) == 0)
		add_mibdir(path);
}

static void
add_folders_of(const char *list)
{
	struct buf path = { 0 };
	size_t len;

	for (; list != NULL && *list != '\0'; list += len + (list[len] != 0)) {
		len = strcspn(list, ":");
		buf_clear(&path);
		buf_add(&path, list, len);
		add_folder(buf_str(&path));
	}
	buf_free(&path);
}

void
mib_use(const char *data)
{
	free(data_folder);
	data_folder = data != NULL ? mem_dup_str(data) : NULL;
}

static void
add_own_module(void)
{
	char *path = data_path(data_folder, "mibs/PATCHWACHT-MIB");

	if (access(path, R_OK) != 0) {
		free(path);
		return;
	}
	(void)add_mibfile(path, "PATCHWACHT-MIB");
	free(own_module);
	own_module = path;
}

static void
open_folders(void)
{
	static const char *const installed[] = { "/usr/share/snmp/mibs",
		"/var/lib/snmp/mibs/ietf", "/var/lib/snmp/mibs/iana",
		SYSCONFDIR "/mibs/smi" };
	char *shipped;

	if (is_open)
		return;
	is_open = true;
	snmp_disable_stderrlog();
	snmp_enable_calllog();
	snmp_register_callback(
	    SNMP_CALLBACK_LIBRARY, SNMP_CALLBACK_LOGGING, on_log, NULL);
	netsnmp_ds_set_boolean(
	    NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_MIB_ERRORS, 1);
	netsnmp_init_mib_internals();
	shipped = data_path(data_folder, "mibs/smi");
	add_folder(shipped);
	free(shipped);
	add_own_module();
	for (size_t i = 0; i < sizeof(installed) / sizeof(installed[0]); i++)
		add_folder(installed[i]);
	add_folders_of(getenv("MIBDIRS"));
}

void
mib_close(void)
{
	mib_use(NULL);
	if (!is_open)
		return;
	unload_all_mibs();
	snmp_unregister_callback(
	    SNMP_CALLBACK_LIBRARY, SNMP_CALLBACK_LOGGING, on_log, NULL, 0);
	is_open = all_read = false;
	faults = 0;
}

unsigned
mib_faults(void)
{
	return faults;
}

static void
read_all(void)
{
	open_folders();
	if (!all_read)
		(void)read_all_mibs();
	all_read = true;
}

/* Names up to the root are the name's numbers. */
static void
add_parts(const struct tree *node, struct buf *out)
{
	uint32_t part[OID_PARTS_MAX];
	size_t n = 0;

	for (; node != NULL && n < OID_PARTS_MAX; node = node->parent)
		part[n++] = (uint32_t)node->subid;
	if (n < 2)
		return;
	oid_add_part(out, part[n - 1] * 40 + part[n - 2]);
	for (size_t i = n - 2; i-- > 0;)
		oid_add_part(out, part[i]);
}

/* The module in front of "::", read, and the rest of the name. */
static int
find_module_of(const char **name, int *modid)
{
	const char *colon = strstr(*name, "::");
	char module[NAME_MAX_LEN];

	*modid = -1;
	if (colon == NULL) {
		read_all();
		return ERR_OK;
	}
	if ((size_t)(colon - *name) >= sizeof(module))
		return ERR_NOTFOUND;
	snprintf(module, sizeof(module), "%.*s", (int)(colon - *name), *name);
	open_folders();
	if (netsnmp_read_module(module) == NULL)
		return ERR_NOTFOUND;
	*modid = which_module(module);
	*name = colon + 2;
	return *modid == -1 ? ERR_NOTFOUND : ERR_OK;
}

static int
add_numbers(const char *dotted, struct buf *out)
{
	char *end;
	unsigned long v;

	while (*dotted == '.') {
		v = strtoul(dotted + 1, &end, 10);
		if (end == dotted + 1 || dotted[1] < '0' || dotted[1] > '9' ||
		    v > UINT32_MAX)
			return ERR_NOTFOUND;
		oid_add_part(out, (uint32_t)v);
		dotted = end;
	}
	return *dotted == '\0' ? ERR_OK : ERR_NOTFOUND;
}

int
mib_parse(const char *name, struct buf *out)
{
	const struct tree *node;
	char label[NAME_MAX_LEN];
	size_t start = out->len, len;
	int modid, rc;

	if (strspn(name, ".0123456789") == strlen(name))
		return oid_parse(name, out) < 0 ? ERR_NOTFOUND : ERR_OK;
	rc = find_module_of(&name, &modid);
	len = strcspn(name, ".");
	if (rc < 0 || len == 0 || len >= sizeof(label))
		return ERR_NOTFOUND;
	snprintf(label, sizeof(label), "%.*s", (int)len, name);
	node = find_tree_node(label, modid);
	if (node == NULL)
		return ERR_NOTFOUND;
	add_parts(node, out);
	rc = add_numbers(name + len, out);
	if (rc == ERR_OK &&
	    !oid_is_valid((struct oid){ out->data + start, out->len - start }))
		rc = ERR_NOTFOUND;
	if (rc < 0)
		out->len = start;
	return rc;
}

static const struct tree *
child_of(const struct tree *list, uint32_t part)
{
	while (list != NULL && list->subid != part)
		list = list->next_peer;
	return list;
}

static bool
is_named(const struct tree *t)
{
	return t->label != NULL && strncmp(t->label, ANON, ANON_LEN) != 0;
}

static void
add_label(const struct tree *node, struct buf *out)
{
	char module[NAME_MAX_LEN] = "";

	/* net-snmp copies at most a module's name, which it keeps short. */
	if (node->modid != -1)
		module_name(node->modid, module);
	buf_printf(
	    out, "%s%s%s", module, module[0] != '\0' ? "::" : "", node->label);
}

int
mib_print(struct oid oid, struct buf *out)
{
	uint32_t part[OID_PARTS_MAX];
	size_t n = oid_parts(oid, part, OID_PARTS_MAX), named = 0;
	const struct tree *node, *best = NULL, *list;
	char text[OID_TEXT_MAX];

	read_all();
	list = get_tree_head();
	for (size_t i = 0; i < n; i++) {
		node = child_of(list, part[i]);
		if (node == NULL)
			break;
		if (is_named(node)) {
			best = node;
			named = i + 1;
		}
		list = node->child_list;
	}
	/* "iso.3.6..." helps nobody. */
	if (named < 4) {
		buf_printf(out, "%s", oid_print(oid, text));
		return ERR_NOTFOUND;
	}
	add_label(best, out);
	for (size_t i = named; i < n; i++)
		buf_printf(out, ".%u", part[i]);
	return ERR_OK;
}

struct search {
	const char *text;
	void (*found)(
	    void *arg, const char *module, const char *name, const char *oid);
	void *arg;
};

static void
tell_node(const struct search *s, const struct tree *node)
{
	char module[NAME_MAX_LEN] = "", text[OID_TEXT_MAX];
	struct buf oid = { 0 };

	add_parts(node, &oid);
	if (oid.len > 0) {
		if (node->modid != -1)
			module_name(node->modid, module);
		s->found(s->arg, module, node->label,
		    oid_print((struct oid){ oid.data, oid.len }, text));
	}
	buf_free(&oid);
}

/* Depth first; RFC 2578 bounds the depth to OID_PARTS_MAX. */
static void
search_below(const struct search *s, const struct tree *node, unsigned depth)
{
	for (; node != NULL && depth < OID_PARTS_MAX; node = node->next_peer) {
		if (is_named(node) && strcasestr(node->label, s->text) != NULL)
			tell_node(s, node);
		search_below(s, node->child_list, depth + 1);
	}
}

void
mib_search(const char *text,
    void (*found)(
	void *arg, const char *module, const char *name, const char *oid),
    void *arg)
{
	const struct search s = { text, found, arg };

	read_all();
	search_below(&s, get_tree_head(), 0);
}
