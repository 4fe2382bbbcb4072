/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/seal_conf.h"

const struct conf_option seal_conf_options[] = {
	{ .name = "certificate", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "key", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "user", .type = CONF_TEXT, .by_default = "patchwacht-seal" },
	{ .name = "tsa", .type = CONF_TEXT },
	{ .name = "tsa_ca_file", .type = CONF_TEXT },
	{ .name = "reports", .type = CONF_BOOL, .by_default = "no" },
	{ 0 },
};
