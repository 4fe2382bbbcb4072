/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/framework/measurement.h"

#include <string.h>

static const char *const ids[] = { "M-CAP-01", "M-CFG-01", "M-CFG-02",
	"M-CLK-01", "M-EVD-01", "M-EVD-02", "M-INC-01", "M-INV-01", "M-INV-02",
	"M-INV-03", "M-LOG-01", "M-LOG-02", "M-LOG-03", "M-LOG-04", "M-LOG-05",
	"M-LOG-06", "M-LOG-07", "M-MON-01", "M-MON-02", "M-MON-03", "M-MON-04",
	"M-NET-01", "M-NET-02", "M-NET-03", "M-NET-04", "M-PAT-01", "M-PAT-01b",
	"M-PAT-02", "M-PAT-03", "M-PAT-04", "M-PAT-05", "M-PAT-06", "M-PAT-07",
	"M-PAT-08", "M-PAT-09", "M-PAT-10", "M-PAT-11", "M-PAT-12", "M-PAT-13",
	"M-PAT-14", "M-PAT-15", "M-PAT-16", "M-PAT-17", "M-REP-01", "M-REP-02",
	"M-SUP-01", "M-SUP-02" };

size_t
measurement_count(void)
{
	return sizeof(ids) / sizeof(ids[0]);
}

const char *
measurement_id(size_t i)
{
	return ids[i];
}

bool
measurement_is_known(const char *id)
{
	for (size_t i = 0; i < measurement_count(); i++)
		if (strcmp(ids[i], id) == 0)
			return true;
	return false;
}
