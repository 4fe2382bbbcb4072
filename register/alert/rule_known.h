/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_RULE_KNOWN_H
#define REGISTER_RULE_KNOWN_H

struct context;

/*
 * A rule of alerts that is typed behind --rule: a slip in the name of one that
 * there is, is ERR_PARSE, told with that. One that resembles none is taken, and
 * said: a site's own may be yet to come.
 */
int rule_known(const struct context *c, const char *typed);

#endif
