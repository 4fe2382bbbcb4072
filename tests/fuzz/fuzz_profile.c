/* SPDX-License-Identifier: Apache-2.0 */

/* Any text as a profile; one that loads then looks at two devices. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/profile/identity.h"
#include "lib/profile/message.h"
#include "lib/profile/set.h"
#include "lib/wire/recording.h"
#include "lib/wire/snapshot.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static const char schemes[] = "scheme \"dpkg\" { algorithm = dpkg }\n"
			      "scheme \"rpm\" { algorithm = rpm }\n";

static const char device[] =
    "1.3.6.1.2.1.1.1.0|4|Linux box 6.1.0 V1.2r3 (build 4)\n"
    "1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.8072.3.2.10\n"
    "1.3.6.1.2.1.25.6.3.1.2.1|4|openssl_3.0.15-1_amd64\n"
    "1.3.6.1.2.1.25.6.3.1.2.2|4|bash-5.1-6.el9.x86_64\n"
    "1.3.6.1.2.1.47.1.1.1.1.5.1|2|3\n"
    "1.3.6.1.2.1.47.1.1.1.1.10.1|4x|0115312e32\n"
    "1.3.6.1.4.1.9.1.0|5|\n";

static void
quiet(const char *line)
{
	(void)line;
}

static void
look(const struct profile_set *set)
{
	static const char line[] = "%SYS-5-RESTART: Version 1.2";
	struct snapshot *s = NULL;
	struct identity id;

	if (recording_parse(device, strlen(device), NULL, NULL, &s) < 0)
		abort();
	profile_identify(set, s, &id);
	identity_free(&id);
	for (size_t i = 0; i < profile_set_count(set); i++)
		(void)profile_classify_message(
		    profile_set_at(set, i), line, strlen(line), NULL);
	snapshot_free(s);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char *text = mem_dup_text((const char *)data, len);
	struct profile_set *set = NULL;

	log_divert(quiet);
	if (profile_set_parse(schemes, text, &set) == ERR_OK)
		look(set);
	profile_set_free(set);
	free(text);
	return 0;
}
