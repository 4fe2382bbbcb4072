/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_MAC_H
#define LIB_BASE_MAC_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Whether the twelve digits of a MAC address are rather a date, as in the name
 * of a firmware or of a backup: 26-11-30-09-15-00, or 2026.1130.0915 where
 * groups is 3. The last group of the latter is a time or a number of that day,
 * so anything.
 */
bool mac_is_moment(const uint8_t mac[6], int groups);

#endif
