/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_BATCH_H
#define REPORTER_BATCH_H

#include <stdbool.h>

struct report_order;

/*
 * The same kind and period for each site, each organisation, or each site of
 * each organisation that who asks may read: in the language of each unless one
 * is asked for, with its own templates. By as many processes as there are
 * processors (crew.h), each one report after the other, so that memory does not
 * grow with their number; of one that fails the reason is told and the others
 * are made. At the end it is said on standard error how many were made and
 * which failed; ERR_IO when some did. order->output is a folder, else the
 * current one; organisations but that of the order have folders of their own in
 * it, by their number.
 */
struct batch {
	const struct report_order *order;
	bool each_site, each_tenant;
};
int batch_make(const struct batch *b);

#endif
