/* SPDX-License-Identifier: Apache-2.0 */

/* A block of addresses, as a person types it or a file of ranges has it. */

#include <stdint.h>
#include <stdlib.h>

#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/model/prefix.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* What is printed of a block is that block, and holds its devices. */
static void
check(const struct prefix *p)
{
	char text[PREFIX_TEXT_MAX];
	uint64_t hosts = prefix_hosts(p);
	struct prefix again;
	struct address a;

	if (prefix_parse(prefix_format(p, text), &again) != ERR_OK ||
	    prefix_common(p, &again) != p->bits || again.bits != p->bits ||
	    !prefix_within(&again, p) || hosts == 0)
		abort();
	prefix_host(p, 0, &a);
	if (!prefix_holds(p, &a))
		abort();
	prefix_host(p, hosts == UINT64_MAX ? UINT32_MAX : hosts - 1, &a);
	if (!prefix_holds(p, &a))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char *text = mem_dup_text((const char *)data, len);
	struct prefix p;
	int rc = prefix_parse(text, &p);

	/* With bits past its length it is what was probably meant. */
	if (rc == ERR_OK || rc == ERR_RANGE)
		check(&p);
	free(text);
	return 0;
}
