/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/supervisor_part.h"

#include <stdlib.h>

#include "collector/apart.h"
#include "collector/classes.h"
#include "collector/listen/certificates.h"
#include "lib/base/err.h"
#include "lib/mib/mib.h"
#include "lib/profile/object.h"
#include "lib/profile/set.h"

/* That they can be read is for `patchwacht profile check` to say. */
static void
check_profiles(const struct config *c)
{
	struct profile_set *set = NULL;

	mib_use(c->data);
	object_resolve_with(mib_parse);
	if (profile_set_load_default(c->data, &set) == ERR_OK)
		classes_check(c, set);
	profile_set_free(set);
}

/* As who runs this may read them. */
static int
check_papers(const struct config *c)
{
	struct papers papers = { 0 };
	int rc = papers_read(&papers, c);
	int used = certificates_check(&papers, c);

	papers_wipe(&papers);
	return rc < 0 ? rc : used;
}

int
supervisor_check(const struct supervisor_options *o)
{
	struct config *config = NULL;
	struct buf text = { 0 };
	int rc;

	rc = supervisor_read(o, &text, &config);
	if (rc == ERR_OK)
		check_profiles(config);
	if (rc == ERR_OK)
		rc = check_papers(config);
	if (rc == ERR_OK)
		rc = config_check_programs(config);
	if (rc == ERR_OK)
		apart_check(config);
	config_free(config);
	buf_free(&text);
	return rc == ERR_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
