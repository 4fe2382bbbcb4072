/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/notable.h"

#include <endian.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/digest.h"
#include "lib/base/literal.h"
#include "lib/base/regex_words.h"
#include "lib/profile/event_rules.h"
#include "lib/profile/message.h"
#include "lib/profile/set.h"
#include "lib/wire/syslog_repeat.h"

/* Of program and message id the database keeps no more. */
enum { FIELD_MAX = 255 };

enum { SUBJECT_LEN = 512 }; /* of nearly all */

/* Whose words. */
enum { OF_EVENT, OF_PROFILE };

/* To be raised when the same rules are to mark other lines. */
enum { MARKING = 3 };

int64_t
notable_by(const struct event_rules *events, const struct profile_set *profiles)
{
	struct digest *d = digest_new();
	const uint8_t marking = MARKING;
	uint8_t hash[DIGEST_LEN];
	uint64_t by;

	digest_add(d, &marking, sizeof(marking));
	event_rules_digest(events, d);
	for (size_t i = 0; i < profile_set_count(profiles); i++)
		digest_add(d, profile_set_at(profiles, i)->sha256, DIGEST_LEN);
	digest_finish(d, hash);
	memcpy(&by, hash, sizeof(by));
	return (int64_t)(be64toh(by) >> 1 | 1);
}

void
notable_init(struct notable *n, const struct event_rules *events,
    const struct profile_set *profiles)
{
	*n = (struct notable){ .events = events,
		.profiles = profiles,
		.words = literals_new(),
		.by = notable_by(events, profiles) };
	for (size_t i = 0; i < profile_set_count(profiles); i++) {
		const struct profile *p = profile_set_at(profiles, i);

		for (size_t k = 0; k < p->n_messages; k++)
			if (!regex_words(
				p->message[k].pattern, n->words, OF_PROFILE))
				n->is_wordless = true;
	}
	if (!event_rules_add_words(events, n->words, OF_EVENT))
		n->is_wordless = true;
}

void
notable_end(struct notable *n)
{
	literals_free(n->words);
	n->words = NULL;
}

static void
add_field(const struct span *s, struct buf *out)
{
	if (span_len(s) == 0)
		return;
	span_add_text(s, out);
	buf_add(out, ": ", 2);
}

/* As event_subject has it of texts, made at once: this is done for each line of
 * each device. */
static void
add_subject(const struct notable_line *line, struct buf *out)
{
	size_t msgid, text;

	buf_reserve(out, SUBJECT_LEN);
	add_field(&line->app, out);
	msgid = out->len;
	add_field(&line->msgid, out);
	text = out->len;
	if (line->text.at != NULL)
		span_add_text(&line->text, out);
	if (msgid == text ||
	    memmem(out->data + text, out->len - text, out->data + msgid,
		text - msgid - 2) == NULL)
		return;
	memmove(out->data + msgid, out->data + text, out->len - text);
	out->len -= text - msgid;
}

static bool
is_known_to_a_rule(const struct notable *n, const char *subject, size_t len)
{
	struct event_found found;

	return event_rules_find(n->events, subject, len, &found) ||
	    event_rules_lines(n->events, subject, len) > 0;
}

/* By which profile its device is read may be another one tomorrow. */
static bool
is_known_to_a_profile(const struct notable *n, const char *subject, size_t len)
{
	for (size_t i = 0; i < profile_set_count(n->profiles); i++)
		if (profile_classify_message(profile_set_at(n->profiles, i),
			subject, len, NULL) != MESSAGE_NONE)
			return true;
	return false;
}

/* Most lines have no word of either: they are looked for together. */
static bool
is_known(const struct notable *n, const char *subject, size_t len)
{
	struct literal_set set = { 0 };

	if (!literals_find(n->words, subject, len, &set) && !n->is_wordless)
		return false;
	return ((n->is_wordless || literal_has(&set, OF_EVENT)) &&
		   is_known_to_a_rule(n, subject, len)) ||
	    ((n->is_wordless || literal_has(&set, OF_PROFILE)) &&
		is_known_to_a_profile(n, subject, len));
}

static bool
must_be_read(const struct notable *n, const struct notable_line *line)
{
	struct buf subject = { 0 };
	struct span inner;
	bool is;

	if (span_len(&line->app) > FIELD_MAX ||
	    span_len(&line->msgid) > FIELD_MAX ||
	    (line->text.at != NULL && syslog_repeats(&line->text, &inner) > 0))
		return true;
	add_subject(line, &subject);
	is = is_known(n, buf_str(&subject), subject.len);
	buf_free(&subject);
	return is;
}

enum notable_kind
notable_kind(const struct notable *n, const struct notable_line *line)
{
	if (must_be_read(n, line))
		return NOTABLE_READ;
	return line->has_pri && line->severity <= NOTABLE_SEVERITY
	    ? NOTABLE_COUNT
	    : NOTABLE_NOT;
}
