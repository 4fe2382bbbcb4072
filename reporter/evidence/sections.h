/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_EVIDENCE_SECTIONS_H
#define REPORTER_EVIDENCE_SECTIONS_H

#include "lib/base/embedded.h"

/* The queries of sql/, one section of the evidence each. */
extern const struct embedded evidence_sections[];

#endif
