/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fleet/command.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/mem.h"
#include "lib/model/prefix.h"
#include "lib/wire/recording_value.h"
#include "lib/wire/varbind.h"
#include "tests/fleet/fleet.h"

enum { SCENARIO_MAX = 16 << 20, OFFSET_MAX = 4096, BLOCK_MAX = 1 << 20 };

char *
command_word(struct command *c)
{
	char *word;

	c->words += strspn(c->words, " \t");
	if (*c->words == '\0')
		return NULL;
	word = c->words;
	c->words += strcspn(c->words, " \t");
	if (*c->words != '\0')
		*c->words++ = '\0';
	return word;
}

int
command_refuse(struct command *c, const char *reason)
{
	c->reason = reason;
	return ERR_PARSE;
}

int
command_number(struct command *c, long min, long max, long *out)
{
	char *word = command_word(c), *end = NULL;

	if (word != NULL)
		*out = strtol(word, &end, 10);
	if (word == NULL || *end != '\0' || *out < min || *out > max)
		return command_refuse(c, "wants a number within its limits");
	return ERR_OK;
}

int
command_switch(struct command *c, bool *out)
{
	const char *word = command_word(c);

	if (word != NULL && strcmp(word, "on") == 0)
		*out = true;
	else if (word != NULL && strcmp(word, "off") == 0)
		*out = false;
	else
		return command_refuse(c, "wants on or off");
	return ERR_OK;
}

int
command_oid(struct command *c, struct buf *out)
{
	const char *word = command_word(c);
	struct buf oid = { 0 };

	if (word == NULL ||
	    (strcmp(word, "off") != 0 && oid_parse(word, &oid) < 0))
		return command_refuse(c, "wants an OID, or off");
	buf_free(out);
	*out = oid;
	return ERR_OK;
}

int
command_hex(struct command *c, struct buf *out)
{
	const char *word = command_word(c);
	char pair[3] = { 0 }, *end;
	size_t len;

	if (word == NULL)
		return command_refuse(c, "wants octets in hexadecimal, or off");
	if (strcmp(word, "off") == 0)
		return ERR_OK;
	len = strlen(word);
	for (size_t i = 0; i + 1 < len; i += 2) {
		memcpy(pair, word + i, 2);
		buf_add_u8(out, (uint8_t)strtoul(pair, &end, 16));
		if (*end != '\0')
			len = 1;
	}
	return len % 2 == 0 ? ERR_OK : command_refuse(c, "not in hexadecimal");
}

int
command_binding(struct command *c, struct buf *out)
{
	const char *oid = command_word(c), *type = command_word(c);
	struct buf scratch = { 0 };
	struct varbind vb;
	int rc;

	if (oid == NULL || type == NULL)
		return command_refuse(c, "wants OID TYPE VALUE");
	rc = recording_value(
	    oid, type, c->words, strlen(c->words), &scratch, &vb, &c->reason);
	if (rc == ERR_OK)
		varbind_add(out, &vb);
	buf_free(&scratch);
	return rc;
}

static int
run_verb(struct command *c, const char *word)
{
	static const struct verb *const all[] = { state_verbs, fault_verbs,
		secure_verbs, notice_verbs };

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		for (const struct verb *v = all[i]; v->word != NULL; v++) {
			if (strcmp(v->word, word) == 0)
				return v->run(c);
		}
	}
	return command_refuse(c, "no such verb");
}

/* Nothing outside of this machine: loopback, and unique local of IPv6. */
static bool
is_local(const struct address *a)
{
	static const uint8_t loopback[16] = { [15] = 1 };

	if (a->family == 4)
		return a->bytes[0] == 127;
	return memcmp(a->bytes, loopback, sizeof(loopback)) == 0 ||
	    (a->bytes[0] & 0xfe) == 0xfc;
}

/* "127.1.0.1", "::1", or "[::1]+3": three ports above the fleet's. */
static int
read_address(char *word, struct address *out)
{
	char *plus = strchr(word, '+'), *end = NULL;
	unsigned long offset = 0;

	if (plus != NULL) {
		*plus = '\0';
		offset = strtoul(plus + 1, &end, 10);
		if (end == plus + 1 || *end != '\0' || offset > OFFSET_MAX)
			return ERR_PARSE;
	}
	if (*word == '[' && word[strlen(word) - 1] == ']') {
		word[strlen(word) - 1] = '\0';
		word++;
	}
	if (address_parse(word, out) < 0 || out->port != 0 || !is_local(out) ||
	    (plus != NULL && out->family == 4))
		return ERR_PARSE;
	out->port = (uint16_t)offset;
	return ERR_OK;
}

/* The addresses that a device can have: 127.2.0.0/16 is 65,534 agents. */
static int
read_block(const char *word, struct address *first, struct address *last)
{
	struct prefix block;
	uint64_t hosts;

	if (prefix_parse(word, &block) < 0 || !is_local(&block.address))
		return ERR_PARSE;
	hosts = prefix_hosts(&block);
	if (hosts == 0 || hosts > BLOCK_MAX)
		return ERR_PARSE;
	prefix_host(&block, 0, first);
	prefix_host(&block, hosts - 1, last);
	return ERR_OK;
}

/* From the first to the last: by port, or by the host's part. */
static int
read_range(char *word, struct address *first, struct address *last)
{
	char *dash = strchr(word, '-');

	if (strchr(word, '/') != NULL)
		return read_block(word, first, last);
	if (dash != NULL)
		*dash = '\0';
	if (read_address(word, first) < 0)
		return ERR_PARSE;
	*last = *first;
	if (dash != NULL && read_address(dash + 1, last) < 0)
		return ERR_PARSE;
	if (first->family != last->family ||
	    (first->port != last->port && !address_same_host(first, last)))
		return ERR_PARSE;
	if (!address_same_host(first, last))
		return memcmp(first->bytes, last->bytes, 16) < 0 ? ERR_OK
								 : ERR_PARSE;
	return first->port <= last->port ? ERR_OK : ERR_PARSE;
}

static void
advance(struct address *a, const struct address *last)
{
	int i = a->family == 4 ? 3 : 15;

	if (address_same_host(a, last)) {
		a->port++;
		return;
	}
	while (i >= 0 && ++a->bytes[i] == 0)
		i--;
}

static int
run_line(struct command *c, char *text)
{
	struct address at, last;
	char *copy, *range, *verb;
	bool more = true;
	int rc = ERR_OK;

	c->words = text;
	range = command_word(c);
	verb = command_word(c);
	if (range == NULL || verb == NULL || read_range(range, &at, &last) < 0)
		return command_refuse(c, "not ADDRESS VERB ...");
	text = c->words;
	for (; rc == ERR_OK && more; advance(&at, &last)) {
		more = !address_equal(&at, &last);
		c->agent = fleet_add(c->fleet, &at, c->now);
		copy = c->words = mem_dup_str(text);
		rc = run_verb(c, verb);
		free(copy);
	}
	return rc;
}

int
fleet_command(
    struct fleet *f, const char *line, int64_t now, const char **reason)
{
	struct command c = { .fleet = f, .now = now };
	char *text = mem_dup_str(line);
	int rc;

	rc = run_line(&c, text);
	*reason = c.reason;
	free(text);
	return rc;
}

int
fleet_load(struct fleet *f, const char *path, int64_t now)
{
	struct buf text = { 0 };
	char *rest, *line;
	const char *reason;
	int rc, number = 0, bad = 0;

	rc = file_read(path, SCENARIO_MAX, &text);
	if (rc < 0)
		goto out;
	rest = (char *)(uintptr_t)buf_str(&text);
	while ((line = strsep(&rest, "\n")) != NULL) {
		number++;
		line += strspn(line, " \t");
		if (*line == '\0' || *line == '#')
			continue;
		if (fleet_command(f, line, now, &reason) < 0) {
			log_warnx("%s:%d: %s", path, number, reason);
			bad++;
		}
	}
	rc = bad > 0 ? ERR_PARSE : ERR_OK;
out:
	buf_free(&text);
	return rc;
}
