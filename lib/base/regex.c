/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/regex.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

enum { MATCH_LIMIT = 10000, DEPTH_LIMIT = 200, HEAP_LIMIT_KIB = 1024 };

struct regex {
	pcre2_code *code;
	pcre2_match_data *data;
	pcre2_match_context *limits;
};

static unsigned long limit_hits;

static void
tell_fault(struct regex_fault *fault, int code, size_t offset)
{
	if (fault == NULL)
		return;
	fault->offset = offset;
	if (pcre2_get_error_message(
		code, (PCRE2_UCHAR *)fault->text, sizeof(fault->text)) < 0)
		snprintf(fault->text, sizeof(fault->text), "error %d", code);
}

static int
refuse_group_count(const struct regex *re, struct regex_fault *fault)
{
	uint32_t count;

	(void)pcre2_pattern_info(re->code, PCRE2_INFO_CAPTURECOUNT, &count);
	if (count < REGEX_GROUPS_MAX)
		return ERR_OK;
	if (fault != NULL) {
		fault->offset = 0;
		snprintf(fault->text, sizeof(fault->text),
		    "more than %d groups", REGEX_GROUPS_MAX - 1);
	}
	return ERR_RANGE;
}

static void
set_limits(struct regex *re)
{
	re->data = pcre2_match_data_create_from_pattern(re->code, NULL);
	re->limits = pcre2_match_context_create(NULL);
	if (re->data == NULL || re->limits == NULL)
		fatalx("regex: out of memory");
	pcre2_set_match_limit(re->limits, MATCH_LIMIT);
	pcre2_set_depth_limit(re->limits, DEPTH_LIMIT);
	pcre2_set_heap_limit(re->limits, HEAP_LIMIT_KIB);
	/* Only faster: a sandbox without executable memory refuses it. */
	if (getenv("PATCHWACHT_NO_JIT") == NULL)
		(void)pcre2_jit_compile(re->code, PCRE2_JIT_COMPLETE);
}

int
regex_compile(const char *pattern, unsigned flags, struct regex **out,
    struct regex_fault *fault)
{
	uint32_t options = PCRE2_NEVER_BACKSLASH_C | PCRE2_NEVER_UTF;
	struct regex *re = mem_new(1, sizeof(*re));
	PCRE2_SIZE offset;
	int code, rc;

	if (flags & REGEX_CASELESS)
		options |= PCRE2_CASELESS;
	if (flags & REGEX_ANCHORED)
		options |= PCRE2_ANCHORED | PCRE2_ENDANCHORED;
	re->code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
	    options, &code, &offset, NULL);
	if (re->code == NULL) {
		tell_fault(fault, code, offset);
		regex_free(re);
		return ERR_PARSE;
	}
	rc = refuse_group_count(re, fault);
	if (rc < 0) {
		regex_free(re);
		return rc;
	}
	set_limits(re);
	*out = re;
	return ERR_OK;
}

void
regex_free(struct regex *re)
{
	if (re == NULL)
		return;
	pcre2_match_context_free(re->limits);
	pcre2_match_data_free(re->data);
	pcre2_code_free(re->code);
	free(re);
}

static void
copy_groups(const struct regex *re, int taken, struct regex_match *m)
{
	const PCRE2_SIZE *v = pcre2_get_ovector_pointer(re->data);

	m->count = pcre2_get_ovector_count(re->data);
	for (size_t i = 0; i < m->count; i++) {
		PCRE2_SIZE from = v[2 * i], to = v[2 * i + 1];

		m->group[i] = (struct regex_group){ .start = -1 };
		/* \K inside a lookahead can put the start past the end. */
		if (i >= (size_t)taken || from == PCRE2_UNSET || from > to)
			continue;
		m->group[i].start = (long)from;
		m->group[i].len = to - from;
	}
}

bool
regex_match(const struct regex *re, const char *subject, size_t len,
    struct regex_match *m)
{
	int n;

	if (len > REGEX_SUBJECT_MAX)
		len = REGEX_SUBJECT_MAX;
	n = pcre2_match(re->code, (PCRE2_SPTR)(len == 0 ? "" : subject), len, 0,
	    0, re->data, re->limits);
	if (n < 0) {
		if (n != PCRE2_ERROR_NOMATCH)
			limit_hits++;
		return false;
	}
	if (m != NULL)
		copy_groups(re, n, m);
	return true;
}

unsigned long
regex_limit_hits(void)
{
	return limit_hits;
}

int
regex_group(const struct regex *re, const char *name)
{
	int n = pcre2_substring_number_from_name(re->code, (PCRE2_SPTR)name);

	return n < 0 ? -1 : n;
}

void
regex_copy(const char *subject, const struct regex_match *m, int group,
    char *out, size_t size)
{
	const struct regex_group *g;
	size_t len;

	if (size == 0)
		return;
	out[0] = '\0';
	if (group < 0 || (size_t)group >= m->count)
		return;
	g = &m->group[group];
	if (g->start < 0)
		return;
	len = g->len < size ? g->len : size - 1;
	memcpy(out, subject + g->start, len);
	out[len] = '\0';
}
