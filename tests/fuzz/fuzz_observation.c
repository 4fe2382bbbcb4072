/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/model/observation.h"
#include "lib/model/sender_term.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* What SQL takes apart is read before; once written it says the same. */
static void
try_sender(const struct mark *m)
{
	struct sender_term t, back;
	struct buf text = { 0 };
	uint32_t surplus;

	(void)sender_look_read(m->what, m->what_len, &surplus);
	if (sender_term_read(m->what, m->what_len, &t) < 0)
		return;
	sender_term_write(&t, &text);
	if (sender_term_read(buf_str(&text), text.len, &back) < 0 ||
	    back.until != t.until || back.name_len != t.name_len)
		abort();
	buf_free(&text);
}

/* What decodes encodes to the same bytes; of older versions, to some that do.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct observation obs;
	struct buf again = { 0 };

	if (observation_decode(data, len, &obs) < 0)
		return 0;
	if (obs.kind == OBSERVATION_MARK)
		try_sender(&obs.mark);
	if (observation_encode(&obs, &again) < 0)
		abort();
	if (data[0] == again.data[0]
		? again.len != len || memcmp(again.data, data, len) != 0
		: observation_decode(again.data, again.len, &obs) < 0)
		abort();
	buf_free(&again);
	return 0;
}
