/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_SETUP_KEY_PAIRS_H
#define REGISTER_SETUP_KEY_PAIRS_H

struct place;

/*
 * The keys of an installation: what devices and channels are told is sealed by
 * the public ones, and opened by one role each. Those that are there stay.
 */
int key_pairs_make(const struct place *place);

#endif
