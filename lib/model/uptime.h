/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_UPTIME_H
#define LIB_MODEL_UPTIME_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Did a device boot between two readings, or did only its agent, or did a
 * counter merely wrap? sysUpTime and hrSystemUptime count 1/100 s and wrap
 * after 497 days; on a net-snmp agent sysUpTime is the agent's own.
 *
 *	hrSystemUptime fell	the system booted
 *	else snmpEngineBoots rose and snmpEngineTime fell
 *				the system booted, unless the agent is net-snmp
 *	else sysUpTime fell	the same
 *	any other that fell	the agent started again
 */
struct uptime {
	int64_t at;
	int64_t agent_cs;      /* sysUpTime, 0 to 2^32-1; below 0: not said */
	int64_t host_cs;       /* hrSystemUptime, the same */
	int64_t engine_boots;  /* below 0: not said */
	int64_t engine_time_s; /* snmpEngineTime */
	bool agent_is_system;  /* not net-snmp: sysUpTime is the system's */
	int64_t doubt;         /* so much more may have gone by before it */
	bool may_sleep;        /* and its counts with it: only one that fell
				* tells of a boot */
};

enum uptime_change {
	UPTIME_UNKNOWN, /* nothing to compare, or it does not add up */
	UPTIME_UP,
	UPTIME_WRAPPED, /* up, past 497 days */
	UPTIME_AGENT_RESTARTED,
	UPTIME_REBOOTED
};

/* What happened from before to now; before may be NULL. */
enum uptime_change uptime_compare(
    const struct uptime *before, const struct uptime *now);

/*
 * When the system started, as far as this reading tells; CLOCK_NONE when it
 * does not. After a wrap it is too late by a multiple of 497 days.
 */
int64_t uptime_boot_at(const struct uptime *now);

const char *uptime_change_name(enum uptime_change c); /* "agent restarted" */

#endif
