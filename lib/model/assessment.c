/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/assessment.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"

static enum priority
class_of_score(const struct policy *p, int score)
{
	for (int i = 0; i < PRIORITY_LOW; i++) {
		if (score >= p->score[i])
			return (enum priority)i;
	}
	return PRIORITY_LOW;
}

static enum priority
more_urgent(enum priority a, enum priority b)
{
	return a < b ? a : b;
}

static enum priority
start(const struct policy *p, const struct assessment_facts *f, struct buf *why)
{
	enum priority class;

	if (f->score == SCORE_UNKNOWN) {
		buf_printf(why, "no score: %s", priority_name(p->unknown));
		return p->unknown;
	}
	class = class_of_score(p, f->score);
	buf_printf(why, "score %d.%d: %s", f->score / 10, f->score % 10,
	    priority_name(class));
	return class;
}

static enum priority
raise_by(enum priority class, int classes)
{
	return class > (unsigned)classes ? class - (unsigned)classes
					 : PRIORITY_CRITICAL;
}

enum priority
assessment_propose(
    const struct policy *p, const struct assessment_facts *f, struct buf *why)
{
	enum priority class = start(p, f, why);

	if (f->internet_facing && p->internet_raises > 0) {
		class = raise_by(class, p->internet_raises);
		buf_printf(why, "; faces the internet: %d %s higher",
		    p->internet_raises,
		    p->internet_raises == 1 ? "class" : "classes");
	}
	if (f->patient_safety) {
		class = more_urgent(class, p->patient);
		buf_printf(why, "; patient safety: at least %s",
		    priority_name(p->patient));
	}
	if (f->known_exploited) {
		class = more_urgent(class, p->exploited);
		buf_printf(why, "; known to be exploited: at least %s",
		    priority_name(p->exploited));
	}
	return class;
}

bool
assessment_lowers(enum priority from, bool from_exploited, enum priority to,
    bool to_exploited)
{
	return to > from || (from_exploited && !to_exploited);
}

int
score_parse(const char *text, int *out)
{
	size_t whole = strspn(text, "0123456789");
	const char *rest = text + whole;
	int score = 0;

	if (whole == 0 || whole > 2)
		return ERR_PARSE;
	for (size_t i = 0; i < whole; i++)
		score = score * 10 + (text[i] - '0');
	score *= 10;
	if (*rest == '.') {
		if (rest[1] < '0' || rest[1] > '9')
			return ERR_PARSE;
		score += rest[1] - '0';
		rest += 2;
	}
	if (*rest != '\0' || score > SCORE_MAX)
		return ERR_PARSE;
	*out = score;
	return ERR_OK;
}
