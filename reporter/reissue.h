/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_REISSUE_H
#define REPORTER_REISSUE_H

struct report_order;

/*
 * A next version of a report that was issued, of the same kind, period, site
 * and language, from what the register says now. order has the place, the
 * tenant, the reason, and as it likes a language and an output; the old version
 * stays, with its file. Who got that one by a schedule gets this one. In each
 * language that it was issued in, unless one is asked for.
 */
int reissue_make(const struct report_order *order, const char *number);

#endif
