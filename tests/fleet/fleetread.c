/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Prints what a poller wrote to its journal: a line for each reading, with -v
 * followed by its bindings as a recording has them, and a line for each loss.
 *
 *	fleetread [-v] [-d DEVICE_ID] JOURNAL_FOLDER
 */

#include <getopt.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/journal/reader.h"
#include "lib/model/observation.h"
#include "lib/wire/recording.h"
#include "lib/wire/varbind.h"
#include "tests/fleet/number.h"

struct wanted {
	bool values;
	int device; /* 0: all */
};

static void
print_reading(const struct observation *o, const struct wanted *w)
{
	const struct reading *r = &o->reading;
	struct ber list = { r->varbinds, r->varbinds_len };
	struct buf text = { 0 };
	struct varbind vb;
	size_t n = 0;

	if (w->device != 0 && w->device != r->device_id)
		return;
	for (; varbind_take(&list, &vb) == ERR_OK; n++)
		recording_print(&vb, &text);
	printf("reading device %d outcome %s varbinds %zu octets %zu "
	       "rtt_us %" PRIu32 " took_us %" PRId64 " started %" PRId64
	       " profile %.*s plan %s\n",
	    r->device_id, reading_outcome_name(r->outcome), n, r->varbinds_len,
	    r->rtt_us, r->ended - r->started, r->started,
	    r->profile_len == 0 ? 1 : (int)r->profile_len,
	    r->profile_len == 0 ? "-" : r->profile, reading_plan_name(r->plan));
	if (w->values)
		fputs(buf_str(&text), stdout);
	buf_free(&text);
}

static void
print_record(const struct journal_record *rec, const struct wanted *w)
{
	struct observation o;

	if (rec->payload == NULL ||
	    observation_decode(rec->payload, rec->len, &o) < 0)
		fatalx("record %" PRIu64 ": not an observation", rec->seq);
	if (o.kind == OBSERVATION_READING)
		print_reading(&o, w);
	else if (o.kind == OBSERVATION_LOSS)
		printf("loss %s %" PRIu64 "\n", loss_reason_name(o.loss.reason),
		    o.loss.count);
	else if (o.kind == OBSERVATION_MARK)
		printf("mark %s %.*s\n", mark_kind_name(o.mark.kind),
		    (int)o.mark.what_len, o.mark.what);
}

int
main(int argc, char **argv)
{
	const struct journal_position start = { 0 };
	struct journal_reader *reader;
	struct journal_record rec;
	struct wanted w = { 0 };
	int c, rc;

	log_start("fleetread");
	while ((c = getopt(argc, argv, "vd:")) != -1) {
		if (c == 'v')
			w.values = true;
		else if (c == 'd')
			w.device = (int)number_argument(optarg, 1, INT32_MAX);
	}
	if (optind + 1 != argc) {
		fputs("usage: fleetread [-v] [-d DEVICE_ID] FOLDER\n", stderr);
		return 2;
	}
	rc = journal_reader_open(argv[optind], &start, &reader);
	if (rc == ERR_NOTFOUND)
		return 0;
	if (rc < 0)
		return 1;
	while ((rc = journal_reader_next(reader, &rec)) == ERR_OK)
		print_record(&rec, &w);
	journal_reader_close(reader);
	return rc != ERR_AGAIN;
}
