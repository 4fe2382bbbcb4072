/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collector/listen/privacy.h"
#include "collector/verify/pseudonym.h"
#include "lib/base/buf.h"
#include "lib/base/data.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/profile/people.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

enum { HEAD_MOST = 600 };

static struct privacy *rules;
static struct people *people;
static struct pseudonyms *pseudonyms;

static void
say_nothing(const char *line)
{
	(void)line;
}

static void
load(void)
{
	char *path = data_path(NULL, "mibs/privacy.rules");
	const char *folder = getenv("TMPDIR");
	char key[4096];
	size_t len;

	if (folder == NULL || *folder == '\0')
		folder = "/tmp";
	len = (size_t)snprintf(key, sizeof(key), "%s/fuzz-key-XXXXXX", folder);
	if (len >= sizeof(key))
		abort();
	log_divert(say_nothing);
	if (privacy_load(path, &rules) < 0 ||
	    people_load_default(NULL, &people) < 0 || mkdtemp(key) == NULL)
		abort();
	free(path);
	path = malloc(len + 5);
	if (path == NULL)
		abort();
	memcpy(path, key, len);
	memcpy(path + len, "/key", 5);
	if (pseudonyms_open(path, &pseudonyms) < 0)
		abort();
	unlink(path);
	rmdir(key);
	free(path);
}

/* What is named once is named nowhere behind. */
static void
check_names(const uint8_t *data, size_t len)
{
	struct buf once = { 0 }, twice = { 0 };
	struct persons who = { 0 };

	if (people_find(people, (const char *)data, len, &who) == ERR_OK) {
		pseudonyms_apply(pseudonyms, 1, &who, data, len, &once);
		pseudonyms_apply(
		    pseudonyms, 1, &who, once.data, once.len, &twice);
		if (once.len != twice.len ||
		    (once.len > 0 &&
			memcmp(once.data, twice.data, once.len) != 0))
			abort();
	}
	buf_free(&once);
	buf_free(&twice);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct buf out = { 0 };
	size_t rule = SIZE_MAX;

	if (rules == NULL)
		load();
	switch (privacy_apply(rules, data, len, &out, &rule)) {
	case PRIVACY_KEEP:
		break;
	case PRIVACY_MASKED:
		if (memmem(out.data, out.len, "***", 3) == NULL)
			abort();
		break;
	case PRIVACY_DROP:
		if (rule >= privacy_rule_count(rules))
			abort();
		break;
	case PRIVACY_UNJUDGED:
		if (rule >= privacy_rule_count(rules) || out.len > HEAD_MOST ||
		    memmem(out.data, out.len, "masked: rule ", 13) == NULL)
			abort();
		break;
	}
	buf_free(&out);
	check_names(data, len);
	return 0;
}
