/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/load/marks.h"

#include <stdlib.h>

#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/profile/event_rules.h"
#include "lib/profile/people.h"
#include "lib/profile/set.h"

struct marks {
	struct event_rules *events;
	struct profile_set *profiles;
	struct people *people;
	struct notable notable;
};

int
marks_load(const char *data, struct marks **out)
{
	struct marks *m = mem_new(1, sizeof(*m));
	int rc = event_rules_load_default(data, &m->events);

	if (rc == ERR_OK)
		rc = profile_set_load_default(data, &m->profiles);
	if (rc == ERR_OK)
		rc = people_load_default(data, &m->people);
	if (rc < 0) {
		marks_free(m);
		return rc;
	}
	notable_init(&m->notable, m->events, m->profiles);
	*out = m;
	return ERR_OK;
}

void
marks_free(struct marks *m)
{
	if (m == NULL)
		return;
	notable_end(&m->notable);
	event_rules_free(m->events);
	profile_set_free(m->profiles);
	people_free(m->people);
	free(m);
}

const struct notable *
marks_notable(const struct marks *m)
{
	return m != NULL ? &m->notable : NULL;
}

const struct people *
marks_people(const struct marks *m)
{
	return m != NULL ? m->people : NULL;
}
