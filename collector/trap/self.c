/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/trap/self.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/base/number.h"
#include "lib/wire/usm.h"

enum {
	ENTERPRISE = 32473, /* RFC 5612: of nobody, for lack of our own */
	FORMAT = 5,         /* RFC 3411, 5: octets, as one likes */
	DRAWN = 16,
	ID_LEN = 5 + DRAWN,
	FILE_MAX = 256,
};

static const char form[] = "engine %s boots %d\n";

static void
draw(struct self *s)
{
	s->id[0] = 0x80 | ENTERPRISE >> 24;
	s->id[1] = ENTERPRISE >> 16 & 0xff;
	s->id[2] = ENTERPRISE >> 8 & 0xff;
	s->id[3] = ENTERPRISE & 0xff;
	s->id[4] = FORMAT;
	if (getrandom(s->id + 5, DRAWN, 0) != DRAWN)
		fatal("getrandom");
	s->len = ID_LEN;
	s->boots = 0;
}

static int
read_file(const char *path, struct self *s)
{
	char hex[2 * ID_LEN + 1] = "", number[16] = "";
	struct buf text = { 0 };
	int64_t boots;
	int rc;

	rc = file_read(path, FILE_MAX, &text);
	if (rc == ERR_OK &&
	    (sscanf(buf_str(&text), "engine %42[0-9a-f] boots %15[0-9]", hex,
		 number) != 2 ||
		strlen(hex) != 2 * (size_t)ID_LEN ||
		digest_from_hex(hex, s->id, ID_LEN) < 0 ||
		number_parse(number, 0, USM_BOOTS_MAX, &boots) < 0))
		rc = ERR_PARSE;
	if (rc == ERR_OK) {
		s->len = ID_LEN;
		s->boots = (int32_t)boots;
	}
	buf_free(&text);
	return rc;
}

static int
write_file(const char *path, const struct self *s)
{
	char hex[2 * ID_LEN + 1], text[FILE_MAX];

	snprintf(text, sizeof(text), form, digest_hex(s->id, s->len, hex),
	    (int)s->boots);
	return file_write(path, text, strlen(text), 0600);
}

int
self_start(const char *path, struct self *out)
{
	*out = (struct self){ .started = clock_monotonic() };
	if (access(path, F_OK) == -1) {
		draw(out);
	} else if (read_file(path, out) < 0) {
		log_warnx("%s: not what was written, informs of SNMPv3 find "
			  "another engine here",
		    path);
		draw(out);
	}
	/* RFC 3414, 2.2.2: at its highest it stays there, and nothing is in
	 * time any more; another engine begins anew. */
	if (out->boots >= USM_BOOTS_MAX - 1)
		draw(out);
	out->boots++;
	return write_file(path, out);
}

int32_t
self_time(const struct self *s, int64_t now)
{
	return (int32_t)((now - s->started) / CLOCK_SECOND);
}
