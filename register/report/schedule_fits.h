/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_SCHEDULE_FITS_H
#define REGISTER_SCHEDULE_FITS_H

struct schedule;
struct schedule_input;

/*
 * Whether a template is about such a span and such a place, as its head says:
 * else each run would fail, of which nobody hears before the first is due. Sets
 * out->every where it is NULL. ERR_PARSE after telling what fits.
 */
int schedule_fits(
    const char *path, const struct schedule_input *in, struct schedule *out);

#endif
