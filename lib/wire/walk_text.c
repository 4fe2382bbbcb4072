/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/walk_text.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/wire/oid.h"
#include "lib/wire/snapshot.h"
#include "lib/wire/varbind.h"

struct text {
	const char *at;
	size_t len;
};

static bool
begins(struct text t, const char *with)
{
	size_t len = strlen(with);

	return t.len >= len && memcmp(t.at, with, len) == 0;
}

static struct text
drop(struct text t, size_t n)
{
	return (struct text){ t.at + n, t.len - n };
}

/* Up to the first byte of stop, or the whole. */
static struct text
up_to(struct text t, char stop)
{
	const char *end = t.len == 0 ? NULL : memchr(t.at, stop, t.len);

	return (
	    struct text){ t.at, end == NULL ? t.len : (size_t)(end - t.at) };
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The OID that a line begins with, when " =" stands behind it. */
static bool
take_oid(struct text line, struct text *oid, struct text *value)
{
	struct text rest = line;

	if (begins(rest, "iso."))
		rest = drop(rest, 3);
	while (rest.len > 0 && (is_digit(*rest.at) || *rest.at == '.'))
		rest = drop(rest, 1);
	*oid = (struct text){ line.at, line.len - rest.len };
	if (oid->len == 0 || !begins(rest, " ="))
		return false;
	rest = drop(rest, 2);
	*value = begins(rest, " ") ? drop(rest, 1) : rest;
	return true;
}

/* "SNMPv2-MIB::sysDescr.0 = ": printed without -On. */
static bool
is_named(struct text line)
{
	struct text name = up_to(line, ' ');
	struct text module = up_to(name, ':');

	return module.len > 0 && begins(drop(name, module.len), "::") &&
	    begins(drop(line, name.len), " = ");
}

static struct text
take_line(struct text *rest)
{
	struct text line = up_to(*rest, '\n');

	*rest = drop(*rest, line.len + (line.len < rest->len));
	if (line.len > 0 && line.at[line.len - 1] == '\r')
		line.len--;
	return line;
}

bool
walk_text_is(const char *text, size_t len)
{
	struct text rest = { text, len }, oid, value;

	while (rest.len > 0) {
		struct text line = take_line(&rest);

		if (line.len > 0 && *line.at != '#')
			return take_oid(line, &oid, &value) || is_named(line);
	}
	return false;
}

/* "Gauge32: 1000 bits/s": the unit comes from a MIB. */
static void
add_number(struct text v, struct buf *out)
{
	struct text word = up_to(v, ' ');

	buf_add(out, word.at, word.len);
}

/* "(4711) 0:00:47.11" and "up(1)": what counts is in brackets. */
static void
add_bracketed(struct text v, struct buf *out)
{
	struct text before = up_to(v, '('), inside;

	if (before.len == v.len) {
		add_number(v, out);
		return;
	}
	inside = up_to(drop(v, before.len + 1), ')');
	buf_add(out, inside.at, inside.len);
}

static void
add_whole(struct text v, struct buf *out)
{
	buf_add(out, v.at, v.len);
}

/* In quotes, with \" and \\ in it; or bare, when a MIB gave it a hint. */
static void
add_string(struct text v, struct buf *out)
{
	if (v.len < 2 || v.at[0] != '"' || v.at[v.len - 1] != '"') {
		add_whole(v, out);
		return;
	}
	for (size_t i = 1; i + 1 < v.len; i++) {
		if (v.at[i] == '\\' && i + 2 < v.len &&
		    (v.at[i + 1] == '"' || v.at[i + 1] == '\\'))
			i++;
		buf_add_u8(out, (uint8_t)v.at[i]);
	}
}

/* "80 40 first(0) ninth(9)": octets, then what they mean. */
static void
add_bits(struct text v, struct buf *out)
{
	while (v.len > 0) {
		struct text word = up_to(v, ' ');

		if (word.len > 2)
			return;
		buf_add(out, word.at, word.len);
		v = drop(v, word.len + (word.len < v.len));
	}
}

static void
add_oid(struct text v, struct buf *out)
{
	if (begins(v, "iso.")) {
		buf_add_u8(out, '1');
		v = drop(v, 3);
	}
	add_whole(v, out);
}

static void
add_nothing(struct text v, struct buf *out)
{
	(void)v;
	(void)out;
}

/* How a value is announced, and what recording_value takes it for. */
struct kind {
	const char *word;
	const char *type;
	void (*add)(struct text v, struct buf *out);
};

static const struct kind kinds[] = {
	{ "STRING: ", "4", add_string },
	{ "Hex-STRING: ", "4x", add_whole },
	{ "INTEGER: ", "2", add_bracketed },
	{ "Counter32: ", "65", add_number },
	{ "Gauge32: ", "66", add_number },
	{ "Unsigned32: ", "66", add_number },
	{ "Counter64: ", "70", add_number },
	{ "Timeticks: ", "67", add_bracketed },
	{ "OID: ", "6", add_oid },
	{ "IpAddress: ", "64", add_whole },
	{ "BITS: ", "4x", add_bits },
	{ "NULL", "5", add_nothing },
	{ "\"\"", "4", add_nothing },
};

static const struct kind *
kind_of(struct text v)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (begins(v, kinds[i].word))
			return &kinds[i];
	}
	return NULL;
}

/* The agent has none; what snmpbulkwalk says of it is no value. */
static bool
is_absent(struct text v)
{
	return begins(v, "No Such Object") || begins(v, "No Such Instance") ||
	    begins(v, "No more variables");
}

/* "Wrong Type (should be INTEGER): STRING: x": as the agent sent it. */
static struct text
as_sent(struct text v)
{
	struct text head;

	if (!begins(v, "Wrong Type (should be "))
		return v;
	head = up_to(v, ')');
	return begins(drop(v, head.len), "): ") ? drop(v, head.len + 3) : v;
}

static struct text
trim_end(struct text v)
{
	while (
	    v.len > 0 && (v.at[v.len - 1] == '\n' || v.at[v.len - 1] == '\r'))
		v.len--;
	return v;
}

/* NULL, or the reason why it cannot be read. */
static const char *
add_binding(struct snapshot *out, struct text oid, struct text v)
{
	struct buf name = { 0 }, text = { 0 }, scratch = { 0 };
	const struct kind *kind;
	const char *reason = "not an OID";
	struct varbind vb;

	v = as_sent(trim_end(v));
	if (is_absent(v))
		return NULL;
	kind = kind_of(v);
	if (kind == NULL)
		return "not of a known type: walk with -On, without -Oq";
	add_oid(oid, &name);
	kind->add(drop(v, strlen(kind->word)), &text);
	if (recording_value(buf_str(&name), kind->type, buf_str(&text),
		text.len, &scratch, &vb, &reason) == ERR_OK) {
		snapshot_add(out, &vb);
		reason = NULL;
	}
	buf_free(&name);
	buf_free(&text);
	buf_free(&scratch);
	return reason;
}

/* A value of which the last lines are still to come. */
struct pending {
	bool is_open;
	unsigned line;
	struct text oid, value;
};

static unsigned
finish(struct snapshot *out, struct pending *p, const char *end,
    recording_fault *on_fault, void *arg)
{
	const char *reason;

	if (!p->is_open)
		return 0;
	p->is_open = false;
	p->value.len = (size_t)(end - p->value.at);
	reason = add_binding(out, p->oid, p->value);
	if (reason != NULL && on_fault != NULL)
		on_fault(arg, p->line, reason);
	return reason != NULL;
}

unsigned
walk_text_read(struct snapshot *out, const char *text, size_t len,
    recording_fault *on_fault, void *arg)
{
	struct text rest = { text, len }, oid, value;
	struct pending p = { 0 };
	unsigned line = 0, faults = 0;

	while (rest.len > 0) {
		struct text t = take_line(&rest);
		bool is_start = take_oid(t, &oid, &value);

		line++;
		if (!is_start && !is_named(t))
			continue;
		faults += finish(out, &p, t.at, on_fault, arg);
		if (is_start) {
			p = (struct pending){ true, line, oid, value };
			continue;
		}
		faults++;
		if (on_fault != NULL)
			on_fault(arg, line,
			    "a name where a number is needed: walk with -On");
	}
	return faults + finish(out, &p, text + len, on_fault, arg);
}
