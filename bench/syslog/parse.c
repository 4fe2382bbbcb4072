/* SPDX-License-Identifier: Apache-2.0 */

/*
 * How many messages a second one core takes apart, of forms that devices write
 * (made up here), and how many when rules look for events in them as well.
 * Prints "parse RATE" and "events RATE", of processor time.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/profile/event_rules.h"
#include "lib/wire/syslog.h"

enum { ROUNDS = 60000 };

static const char *const lines[] = {
	"<189>2360957: Nov 24 20:52:12.861: %SYS-5-CONFIG_I: Configured from "
	"console by beheer on vty0 (192.0.2.7)",
	"<187>4711: sw1: Nov 24 20:52:12.861 CET: %LINK-3-UPDOWN: Interface "
	"GigabitEthernet1/0/4, changed state to down",
	"<166>Nov 24 2026 20:52:12 fw1 : %ASA-6-302013: Built inbound TCP "
	"connection 71 for outside:192.0.2.7/1025 to inside:192.0.2.8/443",
	"<38>Nov 24 20:52:12 srv1 sshd[712]: Accepted publickey for beheer "
	"from 192.0.2.7 port 50022 ssh2: ED25519 SHA256:abc",
	"<30>Nov 24 20:52:12 srv1 systemd[1]: Started Daily apt upgrade and "
	"clean activities.",
	"<13>Nov 24 20:52:12 srv1 app[99]: request 4711 took 12 ms, status 200",
	"<165>1 2026-11-24T20:52:12.123456+01:00 cx1 hpe-restd 712 - - "
	"Event|4608|LOG_INFO|AMM|1/1|Session closed",
	"<14>1 2026-11-24T20:52:12.123Z srx1 RT_FLOW - RT_FLOW_SESSION_CREATE "
	"[junos@2636.1.1.1.2.40 source-address=\"192.0.2.7\" "
	"source-port=\"1025\"] session created",
	"<189>date=2026-11-24 time=20:52:12 devname=\"fw1\" devid=\"FGT60F\" "
	"logid=\"0000000013\" type=\"traffic\" subtype=\"forward\" srcip=192.0."
	"2.7 srcport=1025 dstip=192.0.2.8 dstport=443 action=\"accept\"",
	"<134>1 1795520000.514782056 MX84 flows src=192.0.2.7 dst=192.0.2.8 "
	"protocol=tcp pattern: allow all",
	"<166>2026-11-24T20:52:12.123Z esx1 Hostd: info hostd[2099] "
	"[Originator@6876 sub=Vimsvc] Event 712: logged in",
	"<14>Nov 24 20:52:12 192.0.2.9 00076 ports: port 21 is now on-line",
	"<30>interface,info ether2 link up (speed 1G, full duplex)",
	"<14>Nov 24 20:52:12 pa1 1,2026/11/24 20:52:12,012801,TRAFFIC,end,2560,"
	"2026/11/24 20:52:12,192.0.2.7,192.0.2.8",
	"<14>Nov 24 20:52:12 srv2 MSWinEventLog\t1\tSecurity\t129\tTue Nov 24 "
	"20:52:12 2026\t4624\tMicrosoft-Windows-Security-Auditing\tN/A",
	"<190>Nov 24 20:52:12 10.1.1.5 10.1.1.5 stm[123]: <501000> <NOTI> ap-1",
};

enum { LINES = sizeof(lines) / sizeof(lines[0]) };

static double
now(void)
{
	struct timespec t;

	if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) == -1)
		exit(1);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
report(const char *what, double began)
{
	printf("%s %.0f\n", what, (double)LINES * ROUNDS / (now() - began));
}

static size_t
parse_all(const size_t *len)
{
	const struct syslog_context context = { .received = 1795521600000000 };
	struct syslog m;
	size_t sum = 0;

	for (int r = 0; r < ROUNDS; r++) {
		for (int i = 0; i < LINES; i++) {
			syslog_parse(&context, lines[i], len[i], &m);
			sum += span_len(&m.message);
		}
	}
	return sum;
}

static size_t
match_all(const size_t *len)
{
	struct event_rules *rules;
	struct event_found found;
	size_t sum = 0;

	if (event_rules_load_default(NULL, &rules) < 0)
		exit(1);
	for (int r = 0; r < ROUNDS; r++)
		for (int i = 0; i < LINES; i++)
			sum +=
			    event_rules_find(rules, lines[i], len[i], &found);
	event_rules_free(rules);
	return sum;
}

int
main(void)
{
	size_t len[LINES];
	double began;

	for (int i = 0; i < LINES; i++)
		len[i] = strlen(lines[i]);
	began = now();
	if (parse_all(len) == 0)
		return 1;
	report("parse", began);
	began = now();
	if (match_all(len) == 0)
		return 1;
	report("events", began);
	return 0;
}
