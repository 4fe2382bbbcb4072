/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/base/err.h"
#include "lib/journal/scan.h"
#include "lib/journal/segment.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* A walk over any bytes ends, and never passes their end. */
static void
walk(int fd, uint32_t seed, uint64_t len)
{
	struct scan s = { .fd = fd, .seed = seed, .limit = UINT64_MAX };
	uint8_t chain[DIGEST_LEN] = { 0 };
	struct record rec;
	int rc;

	do {
		rc = scan_next(&s, &rec);
		if (rc == ERR_OK)
			record_chain(chain, &rec);
		else if (rc == ERR_CORRUPT || rc == ERR_AGAIN)
			rc = scan_resync(&s);
		if (rc == ERR_OK && s.offset > len)
			abort();
	} while (rc == ERR_OK);
	buf_free(&s.window);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct segment_header h = { 0 };
	int fd;

	(void)segment_decode_header(data, len, &h);
	fd = memfd_create("journal", MFD_CLOEXEC);
	if (fd == -1 || write(fd, data, len) != (ssize_t)len)
		abort();
	walk(fd, 0, len);
	walk(fd, segment_seed(&h), len);
	close(fd);
	return 0;
}
