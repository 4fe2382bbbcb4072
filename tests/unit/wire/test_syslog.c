/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/syslog.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"

#include "tests/unit/test.h"

/* 24 November 2026, noon. */
static struct syslog_context context = { .received = 1795521600000000 };

static void
assert_span(const char *want, const struct span *s, const char *line)
{
	struct buf text = { 0 };

	if (s->at != NULL)
		span_add_text(s, &text);
	if ((want == NULL) != (s->at == NULL) ||
	    (want != NULL && strcmp(want, buf_str(&text)) != 0))
		fail_msg("\"%s\": \"%s\", not \"%s\"", line,
		    s->at != NULL ? buf_str(&text) : "(none)",
		    want != NULL ? want : "(none)");
	buf_free(&text);
}

static void
parse(const char *line, struct syslog *out)
{
	syslog_parse(&context, line, strlen(line), out);
}

static const struct {
	const char *line;
	int pri;
	const char *time, *host, *app, *msgid, *message;
} lines[] = {
	/* RFC 5424, 6.5 */
	{ "<34>1 2003-10-11T22:14:15.003Z mymachine su - ID47 - x", 34,
	    "2003-10-11T22:14:15.003000Z", "mymachine", "su", "ID47", "x" },
	{ "<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8 - - %%",
	    165, "2003-08-24T05:14:15.000003-07:00", "192.0.2.1", "myproc",
	    NULL, "%%" },
	{ "<34>1 - - - - - -", 34, NULL, NULL, NULL, NULL, "" },
	{ "<34>1 - h a p m [broken x", 34, NULL, "h", "a", "m", "[broken x" },
	/* RFC 3164, 5.4 */
	{ "<34>Oct 11 22:14:15 mymachine su: failed", 34,
	    "2026-10-11T22:14:15Z", "mymachine", "su", NULL, "failed" },
	{ "Use the BFG!", 13, NULL, NULL, NULL, NULL, "Use the BFG!" },
	{ "<13>Feb  5 17:32:18 10.0.0.99 sshd[7]: x", 13,
	    "2027-02-05T17:32:18Z", "10.0.0.99", "sshd", NULL, "x" },
	{ "<13>Nov 23 07:42:31 last message repeated 2 times", 13,
	    "2026-11-23T07:42:31Z", NULL, NULL, NULL,
	    "last message repeated 2 times" },
	{ "<13>Nov 23 07:42:31 cron[12]: x", 13, "2026-11-23T07:42:31Z", NULL,
	    "cron", NULL, "x" },
	{ "<999>hello", 13, NULL, NULL, NULL, NULL, "<999>hello" },
	{ "521 <14>1 2020-03-27T10:00:00Z fw - - - - x", 14,
	    "2020-03-27T10:00:00Z", "fw", NULL, NULL, "x" },
	{ "<30>Nov 23 07:42:31 2026 sw-3 %%10SHELL/5/LOGIN(l): x", 30,
	    "2026-11-23T07:42:31Z", "sw-3", NULL, "10SHELL/5/LOGIN",
	    "%%10SHELL/5/LOGIN(l): x" },
	/* Cisco */
	{ "<189>2360957: Jan  6 2022 20:52:12.861: %SYS-5-CONFIG_I: x", 189,
	    "2022-01-06T20:52:12.861000Z", NULL, NULL, "SYS-5-CONFIG_I",
	    "%SYS-5-CONFIG_I: x" },
	{ "<190>3352436: 3352457: Aug 12 10:00:00 mdt: %SEC-6-X: y", 190,
	    "2026-08-12T10:00:00-06:00", NULL, NULL, "SEC-6-X", "%SEC-6-X: y" },
	{ "<189>: Nov 6 10:00:00: %X-5-Y: z", 189, "2026-11-06T10:00:00Z", NULL,
	    NULL, "X-5-Y", "%X-5-Y: z" },
	{ "<189>3: host-01: Nov 6 16:13:09.1 UTC+07:30: %S-5-C: x", 189,
	    "2026-11-06T16:13:09.100000+07:30", "host-01", NULL, "S-5-C",
	    "%S-5-C: x" },
	{ "<187>sw9: 2023 Apr 26 10:11:12 UTC: %ETH-5-IF_UP: x", 187,
	    "2023-04-26T10:11:12Z", "sw9", NULL, "ETH-5-IF_UP",
	    "%ETH-5-IF_UP: x" },
	{ "<189>46: 00:01:01: %LINK-3-UPDOWN: x", 189, NULL, NULL, NULL,
	    "LINK-3-UPDOWN", "%LINK-3-UPDOWN: x" },
	{ "<189>48: 1w2d: %LINK-3-UPDOWN: x", 189, NULL, NULL, NULL,
	    "LINK-3-UPDOWN", "%LINK-3-UPDOWN: x" },
	{ "<189>May  2 15:21:27 10.1.0.33 : 2023 May  2 15:21:28 UTC: %E-5-X: "
	  "y",
	    189, "2023-05-02T15:21:28Z", "10.1.0.33", NULL, "E-5-X",
	    "%E-5-X: y" },
	{ "<149>47: d3 RP/0/RSP0/CPU0:Aug 21 09:39:14 UTC: bgp[10]: %R-B-5-M "
	  ": x",
	    149, "2026-08-21T09:39:14Z", "d3", "bgp", "R-B-5-M",
	    "%R-B-5-M : x" },
	{ "<166>May 21 2017 00:00:00 fw1 : %ASA-4-106023: Deny", 166,
	    "2017-05-21T00:00:00Z", "fw1", NULL, "ASA-4-106023",
	    "%ASA-4-106023: Deny" },
	{ "<191>Nov 1 10:00:00 h %IOSXE-6-PLATFORM: R0/0: %FW-6-DROP: x", 191,
	    "2026-11-01T10:00:00Z", "h", NULL, "FW-6-DROP",
	    "%IOSXE-6-PLATFORM: R0/0: %FW-6-DROP: x" },
	/* Others */
	{ "<134>1 1377449842.514782056 MX84 ids x=1", 134,
	    "2013-08-25T16:57:22.514782Z", "MX84", NULL, NULL, "ids x=1" },
	{ "<189>date=2019-04-09 time=04:27:29 devname=\"fw01\" devid=F "
	  "tz=\"+0200\"",
	    189, "2019-04-09T04:27:29+02:00", "fw01", NULL, NULL,
	    "date=2019-04-09 time=04:27:29 devname=\"fw01\" devid=F "
	    "tz=\"+0200\"" },
	{ "<30>2016:08:10-12:00:00 utm1 ulogd[3]: x", 30,
	    "2016-08-10T12:00:00Z", "utm1", "ulogd", NULL, "x" },
	{ "<133>Nov 23 07:42:31 bigip notice mcpd[1]: x", 133,
	    "2026-11-23T07:42:31Z", "bigip", "mcpd", NULL, "x" },
	{ "<29>Nov 22 19:55:36 [c-01:kern.msg:notice]: x", 29,
	    "2026-11-22T19:55:36Z", "c-01", NULL, "kern.msg", "x" },
	{ "<29>Nov 22 19:55:36 sw 00179 mgr: x", 29, "2026-11-22T19:55:36Z",
	    "sw", "mgr", "00179", "x" },
	{ "<6>CEF:0|A|B|1|2|3|4|rt=Nov 22 19:55:36 CET dvchost=fw", 6,
	    "2026-11-22T19:55:36+01:00", "fw", NULL, NULL,
	    "CEF:0|A|B|1|2|3|4|rt=Nov 22 19:55:36 CET dvchost=fw" },
	/* EMBLEM of ASA */
	{ "<166>:Nov 24 10:00:00 CET: %ASA-session-6-302013: x", 166,
	    "2026-11-24T10:00:00+01:00", NULL, NULL, "ASA-session-6-302013",
	    "%ASA-session-6-302013: x" },
	/* NX-OS, Huawei */
	{ "<187>: n9 2026 Nov 24 10:00:00 CET: %ETH-3-IF: x", 187,
	    "2026-11-24T10:00:00+01:00", "n9", NULL, "ETH-3-IF",
	    "%ETH-3-IF: x" },
	{ "<188>Nov 24 2026 10:00:00 DST s57 %%01SSH/4/FAIL(s): x", 188,
	    "2026-11-24T10:00:00Z", "s57", NULL, "01SSH/4/FAIL",
	    "%%01SSH/4/FAIL(s): x" },
	/* Wireless controllers and access points */
	{ "<132>wlc2: *Dot1x_Task_0: Nov 24 10:00:00.1: %DOT1X-3-ABORT: y", 132,
	    "2026-11-24T10:00:00.100000Z", "wlc2", NULL, "DOT1X-3-ABORT",
	    "%DOT1X-3-ABORT: y" },
	{ "<132>wlc2: *spamApTask1: Nov 24 10:00:00.1: #CAPWAP-3-X: y", 132,
	    "2026-11-24T10:00:00.100000Z", "wlc2", NULL, "CAPWAP-3-X",
	    "#CAPWAP-3-X: y" },
	{ "<187>24: AP:0042.5a00.0001: *Nov 24 10:00:00.1: %LINK-3-UPDOWN: x",
	    187, "2026-11-24T10:00:00.100000Z", NULL, NULL, "LINK-3-UPDOWN",
	    "%LINK-3-UPDOWN: x" },
	{ "<141>Nov 24 10:00:00 2026 10.1.1.2 <10.1.1.2 00:0B:86:00:00:01>  "
	  "authmgr[1]: x",
	    141, "2026-11-24T10:00:00Z", "10.1.1.2", "authmgr", NULL, "x" },
	{ "<30>U7PG2,788a20aabbcc,v4.0.66.1: hostapd: x", 30, NULL, "U7PG2",
	    NULL, NULL, "U7PG2,788a20aabbcc,v4.0.66.1: hostapd: x" },
	{ "<30>Nov 24 10:00:00 ap-7 788a20aabbcc,U7-6.6.55+1: kernel: x", 30,
	    "2026-11-24T10:00:00Z", "ap-7", "kernel", NULL, "x" },
	/* Relays: Meraki's epoch inside */
	{ "<134>Nov 24 10:00:00 10.0.0.2 1 1795520000.5 MX64 flows x", 134,
	    "2026-11-24T11:33:20.500000Z", "MX64", NULL, NULL, "flows x" },
	/* Firewalls whose header is in the body */
	{ "<134>  id=fw7 sn=1 time=\"2026-11-24 10:00:00 UTC\" fw=10.0.0.1",
	    134, "2026-11-24T10:00:00Z", "fw7", NULL, NULL,
	    "id=fw7 sn=1 time=\"2026-11-24 10:00:00 UTC\" fw=10.0.0.1" },
	{ "<30>device_name=\"SFW\" timestamp=\"2026-11-24T10:00:00+0100\"", 30,
	    "2026-11-24T10:00:00+01:00", "SFW", NULL, NULL,
	    "device_name=\"SFW\" timestamp=\"2026-11-24T10:00:00+0100\"" },
	{ "<189>ns5: NetScreen device_id=ns5 x start_time=\"2026-11-24 "
	  "10:00:00\"",
	    189, "2026-11-24T10:00:00Z", "ns5", NULL, NULL,
	    "NetScreen device_id=ns5 x start_time=\"2026-11-24 10:00:00\"" },
	{ "<134> 11/24/2026:10:00:00 GMT  0-PPE-0 : default x", 134,
	    "2026-11-24T10:00:00Z", NULL, NULL, NULL, "0-PPE-0 : default x" },
	{ "<13>LEEF:1.0|A|B|1|2|devTime=Nov 24 2026 10:00:00\tsrc=1", 13,
	    "2026-11-24T10:00:00Z", NULL, NULL, NULL,
	    "LEEF:1.0|A|B|1|2|devTime=Nov 24 2026 10:00:00\tsrc=1" },
	/* Windows: Snare, NXLog's JSON */
	{ "<14>srv2 MSWinEventLog\t1\tSystem\t12\tTue Nov 24 10:00:00 2026\t19",
	    14, "2026-11-24T10:00:00Z", "srv2", NULL, NULL,
	    "srv2 MSWinEventLog\t1\tSystem\t12\tTue Nov 24 10:00:00 "
	    "2026\t19" },
	{ "<14>{\"EventTime\":\"2026-11-24 10:00:00\",\"Hostname\":\"srv3\"}",
	    14, "2026-11-24T10:00:00Z", "srv3", NULL, NULL,
	    "{\"EventTime\":\"2026-11-24 10:00:00\",\"Hostname\":"
	    "\"srv3\"}" },
	/* A year is no part of an address, an array no facility. */
	{ "<13>Nov 24 10:00:00 2001:db8::1 app: x", 13, "2026-11-24T10:00:00Z",
	    "2001:db8::1", "app", NULL, "x" },
	{ "<134>Nov 24 10:00:00 store.alert arr1: x", 134,
	    "2026-11-24T10:00:00Z", "store.alert", "arr1", NULL, "x" },
	{ "<13>Nov 24 01:00:00 PM hostu x", 13, "2026-11-24T13:00:00Z", "hostu",
	    NULL, NULL, "x" },
	{ "<14>Nov 24 10:00:00 f1: [f1:callhome.x:info]: y", 14,
	    "2026-11-24T10:00:00Z", "f1", NULL, "callhome.x", "y" },
	/* IOS behind a relay, with its own number and time */
	{ "<189>Nov 24 10:00:00 sw7 585918: Nov 24 2026 09:00:00.5 UTC: "
	  "%SEC-6-X: y",
	    189, "2026-11-24T09:00:00.500000Z", "sw7", NULL, "SEC-6-X",
	    "%SEC-6-X: y" },
	/* NX-OS with a context */
	{ "<189>: 2026 Nov 24 10:00:00 UTC: %$ VDC-1 %$ %DAEMON-6-S: y", 189,
	    "2026-11-24T10:00:00Z", NULL, NULL, "DAEMON-6-S",
	    "%$ VDC-1 %$ %DAEMON-6-S: y" },
	/* IOS XR without a host */
	{ "<189>RP/0/RP0/CPU0:Nov 24 10:00:00.1 UTC: exec[65]: "
	  "%SECURITY-LOGIN-4-AUTHEN_FAILED : x",
	    189, "2026-11-24T10:00:00.100000Z", NULL, "exec",
	    "SECURITY-LOGIN-4-AUTHEN_FAILED",
	    "%SECURITY-LOGIN-4-AUTHEN_FAILED : x" },
	/* ASA, FTD: each way to name, or not to name, the host */
	{ "<189>Nov 24 2026 10:00:00 fw: %ASA-5-111008: x", 189,
	    "2026-11-24T10:00:00Z", "fw", NULL, "ASA-5-111008",
	    "%ASA-5-111008: x" },
	{ "<189>Nov 24 10:00:00 dev01: %FTD-2-106006: x", 189,
	    "2026-11-24T10:00:00Z", "dev01", NULL, "FTD-2-106006",
	    "%FTD-2-106006: x" },
	{ "<189>Nov 24 2026 10:00:00 XYZT: %ASA-5-111008: x", 189,
	    "2026-11-24T10:00:00Z", NULL, NULL, "ASA-5-111008",
	    "%ASA-5-111008: x" },
	{ "<189>fw1 : %ASA-5-111008: x", 189, NULL, "fw1", NULL, "ASA-5-111008",
	    "%ASA-5-111008: x" },
	{ "<189>%ASA-5-111008: x", 189, NULL, NULL, NULL, "ASA-5-111008",
	    "%ASA-5-111008: x" },
	{ "<189>2026-11-24T10:00:00Z: %ASA-5-111008: x", 189,
	    "2026-11-24T10:00:00Z", NULL, NULL, "ASA-5-111008",
	    "%ASA-5-111008: x" },
	{ "<113>Nov 24 2026 10:00:00 ftd1 SFIMS: Protocol: TCP", 113,
	    "2026-11-24T10:00:00Z", "ftd1", "SFIMS", NULL, "Protocol: TCP" },
	/* ACI */
	{ "<188>Nov 24 10:00:00 leaf1 %LOG_LOCAL7-4-SYSTEM_MSG [E42] x", 188,
	    "2026-11-24T10:00:00Z", "leaf1", NULL, "LOG_LOCAL7-4-SYSTEM_MSG",
	    "%LOG_LOCAL7-4-SYSTEM_MSG [E42] x" },
	/* FortiOS: as CSV, and behind a relay */
	{ "<189>date=2026-11-24,time=10:00:00,devname=fw3,devid=FG,logid=1",
	    189, "2026-11-24T10:00:00Z", "fw3", NULL, NULL,
	    "date=2026-11-24,time=10:00:00,devname=fw3,devid=FG,logid=1" },
	{ "<189>Nov 24 11:00:00 relay date=2026-11-24 time=10:00:00 "
	  "devname=\"fw3\" devid=\"FG\"",
	    189, "2026-11-24T11:00:00Z", "fw3", NULL, NULL,
	    "date=2026-11-24 time=10:00:00 devname=\"fw3\" devid=\"FG\"" },
	/* Junos, in both forms */
	{ "<28>Nov 24 10:00:00.123 2026 ex1 mgd[1]: UI_COMMIT: x", 28,
	    "2026-11-24T10:00:00.123000Z", "ex1", "mgd", NULL, "UI_COMMIT: x" },
	{ "<28>1 2026-11-24T10:00:00.1+01:00 srx1 RT_FLOW - "
	  "RT_FLOW_SESSION_CREATE [junos@2636.1.1.1.2.39 a=\"1\"] x",
	    28, "2026-11-24T10:00:00.100000+01:00", "srx1", "RT_FLOW",
	    "RT_FLOW_SESSION_CREATE", "x" },
	/* AOS-CX */
	{ "<190>1 2026-11-24T10:00:00.1+01:00 cx1 intfd 7 - - "
	  "Event|403|LOG_INFO|AMM|1/1|up",
	    190, "2026-11-24T10:00:00.100000+01:00", "cx1", "intfd", NULL,
	    "Event|403|LOG_INFO|AMM|1/1|up" },
	/* ProCurve */
	{ "<14>Nov 24 10:00:00 10.0.0.9 00076 ports: port 2 is now on-line", 14,
	    "2026-11-24T10:00:00Z", "10.0.0.9", "ports", "00076",
	    "port 2 is now on-line" },
	/* Comware with milliseconds */
	{ "<188>Nov 24 10:00:00:123 2026 h3c %%10IFNET/3/LINK_UPDOWN: "
	  "-DevIP=10.0.0.1; x",
	    188, "2026-11-24T10:00:00.123000Z", "h3c", NULL,
	    "10IFNET/3/LINK_UPDOWN",
	    "%%10IFNET/3/LINK_UPDOWN: -DevIP=10.0.0.1; x" },
	{ "<188>hw9 %%01IFNET/4/IF_STATE(l):x", 188, NULL, "hw9", NULL,
	    "01IFNET/4/IF_STATE", "%%01IFNET/4/IF_STATE(l):x" },
	/* RouterOS */
	{ "<30>Nov 24 10:00:00 router system,info router rebooted", 30,
	    "2026-11-24T10:00:00Z", "router", NULL, NULL,
	    "system,info router rebooted" },
	{ "<30>2026-11-24T10:00:00.1+0100 router system,info x", 30,
	    "2026-11-24T10:00:00.100000+01:00", "router", NULL, NULL,
	    "system,info x" },
	{ "<14>CEF: 0|MikroTik|RB|7.24.5 (stable)|x|dvchost=router", 14, NULL,
	    "router", NULL, NULL,
	    "CEF: 0|MikroTik|RB|7.24.5 (stable)|x|dvchost=router" },
	/* EXOS */
	{ "<189>Nov 24 10:00:00 x460 SLOT-1: <Info:vlan.msgs> x", 189,
	    "2026-11-24T10:00:00Z", "x460", "SLOT-1", NULL,
	    "<Info:vlan.msgs> x" },
	/* PAN-OS, with a header and without */
	{ "<14>Nov 24 10:00:00 pa1 1,2026/11/24 "
	  "10:00:00,012801000000,SYSTEM,general,0",
	    14, "2026-11-24T10:00:00Z", "pa1", NULL, NULL,
	    "1,2026/11/24 10:00:00,012801000000,SYSTEM,general,0" },
	{ "<14>1,2026/11/24 10:00:00,012801000000,SYSTEM,general,0", 14,
	    "2026-11-24T10:00:00Z", NULL, NULL, NULL,
	    "1,2026/11/24 10:00:00,012801000000,SYSTEM,general,0" },
	/* Sophos XG */
	{ "<30>device=\"SFW\" date=2026-11-24 time=10:00:00 timezone=\"CET\" "
	  "device_name=\"SF1\" x",
	    30, "2026-11-24T10:00:00+01:00", "SF1", NULL, NULL,
	    "device=\"SFW\" date=2026-11-24 time=10:00:00 timezone=\"CET\" "
	    "device_name=\"SF1\" x" },
	/* ESXi and vCenter */
	{ "<166>2026-11-24T10:00:00.1Z esx1.x Hostd: info hostd[10] "
	  "[Originator@6876 sub=V] x",
	    166, "2026-11-24T10:00:00.100000Z", "esx1.x", "Hostd", NULL,
	    "info hostd[10] [Originator@6876 sub=V] x" },
	{ "<14>1 2026-11-24T10:00:00.1+01:00 vc1 vpxd 4361 - - Event [1] x", 14,
	    "2026-11-24T10:00:00.100000+01:00", "vc1", "vpxd", NULL,
	    "Event [1] x" },
	/* iDRAC and CMC */
	{ "<166>Nov 24 10:00:00 idrac-1 Severity: Informational, Category: "
	  "Audit",
	    166, "2026-11-24T10:00:00Z", "idrac-1", "Severity", NULL,
	    "Informational, Category: Audit" },
	{ "<174>Nov 24 10:00:00 cmc-1 : RAC log cleared", 174,
	    "2026-11-24T10:00:00Z", "cmc-1", NULL, NULL, "RAC log cleared" },
	/* APC */
	{ "<190>Nov 24 10:00:00 10.0.0.1 UPS: System: Console user. 0x000E",
	    190, "2026-11-24T10:00:00Z", "10.0.0.1", "UPS", NULL,
	    "System: Console user. 0x000E" },
	/* Printers: JetDirect, Ricoh */
	{ "<29> printer: ready; time=\"x\"", 29, NULL, NULL, "printer", NULL,
	    "ready; time=\"x\"" },
	{ "<174>Nov 24 10:00:00 RNP0026734A1 log: x", 174,
	    "2026-11-24T10:00:00Z", "RNP0026734A1", "log", NULL, "x" },
	/* Synology, in both forms; QNAP */
	{ "<14>1 2026-11-24T10:00:00+01:00 nas1 System - - - System started",
	    14, "2026-11-24T10:00:00+01:00", "nas1", "System", NULL,
	    "System started" },
	{ "<14>Nov 24 10:00:00 nas1 Connection: User [jan] from [10.0.0.1]", 14,
	    "2026-11-24T10:00:00Z", "nas1", "Connection", NULL,
	    "User [jan] from [10.0.0.1]" },
	{ "<30>Nov 24 10:00:00 nas2 qulogd[90]: conn log: Users: x", 30,
	    "2026-11-24T10:00:00Z", "nas2", "qulogd", NULL,
	    "conn log: Users: x" },
	/* UniFi, old */
	{ "<30>Nov 24 10:00:00 (\"U7PG2,788a20aabbcc,v4.0.42.1\") hostapd: x",
	    30, "2026-11-24T10:00:00Z", "U7PG2", "hostapd", NULL, "x" },
	/* NXLog by RFC 5424; Snare behind a header */
	{ "<14>1 2026-11-24T10:00:00.1+01:00 srv2 "
	  "Microsoft-Windows-Kernel-Power 4 - [NXLOG@14506 EventID=\"41\"] x",
	    14, "2026-11-24T10:00:00.100000+01:00", "srv2",
	    "Microsoft-Windows-Kernel-Power", NULL, "x" },
	{ "<14>Nov 24 10:00:00 srv3 MSWinEventLog\t1\tSystem\t12\tTue Nov 24 "
	  "10:00:00 2026\t19",
	    14, "2026-11-24T10:00:00Z", "srv3", NULL, NULL,
	    "MSWinEventLog\t1\tSystem\t12\tTue Nov 24 10:00:00 2026\t19" },
	/* Check Point with bars; Radware */
	{ "time=1795521600|hostname=gw1|severity=Informational|product=x", 13,
	    "2026-11-24T12:00:00Z", "gw1", NULL, NULL,
	    "time=1795521600|hostname=gw1|severity=Informational|product=x" },
	{ "<130>DefensePro: 24-11-2026 10:00:00 WARNING x", 130,
	    "2026-11-24T10:00:00Z", NULL, "DefensePro", NULL,
	    "24-11-2026 10:00:00 WARNING x" },
	{ "<30>system,info,account user admin logged in", 30, NULL, NULL, NULL,
	    NULL, "system,info,account user admin logged in" },
};

static void
real_forms_are_taken_apart(void **state)
{
	char time[SYSLOG_TIME_MAX];
	struct syslog m;
	struct span got;

	(void)state;
	for (size_t i = 0; i < ROWS(lines); i++) {
		parse(lines[i].line, &m);
		if (m.pri != lines[i].pri)
			fail_msg("%s: pri %d", lines[i].line, m.pri);
		got = (struct span){ 0 };
		if (m.time.source != SYSLOG_NONE) {
			(void)syslog_format_time(&m.time, time);
			got = span_of(time, strlen(time));
		}
		assert_span(lines[i].time, &got, lines[i].line);
		assert_span(lines[i].host, &m.host, lines[i].line);
		assert_span(lines[i].app, &m.app, lines[i].line);
		assert_span(lines[i].msgid, &m.msgid, lines[i].line);
		assert_span(lines[i].message, &m.message, lines[i].line);
	}
}

static void
an_inner_header_wins_and_the_relay_is_kept(void **state)
{
	struct syslog m;

	(void)state;
	parse("<5>Nov 23 07:42:31 relay Nov 23 07:42:30 sw1 app: x", &m);
	assert_span("sw1", &m.host, "inner");
	assert_span("relay", &m.relay, "inner");
	assert_int_equal(SYSLOG_INNER, m.host_source);
	assert_int_equal(30, m.time.at / CLOCK_SECOND % 60);
	parse("<5>Nov 23 07:42:31 relay 1 2026-11-23T06:42:30Z sw1 app 7 ID "
	      "[x@1 k=\"v\"] x y",
	    &m);
	assert_int_equal(SYSLOG_RFC5424, m.format);
	assert_span("sw1", &m.host, "inner 5424");
	assert_span("relay", &m.relay, "inner 5424");
	assert_int_equal(SYSLOG_INNER, m.host_source);
	assert_int_equal(SYSLOG_INNER, m.time.source);
	assert_int_equal(30, m.time.at / CLOCK_SECOND % 60);
	assert_span("app", &m.app, "inner 5424");
	assert_span("ID", &m.msgid, "inner 5424");
	assert_span("[x@1 k=\"v\"]", &m.sd, "inner 5424");
	assert_span("x y", &m.message, "inner 5424");
	parse("<5>Nov 23 07:42:31 relay <14>1 2026-11-23T06:42:30Z sw1 app - - "
	      "- x",
	    &m);
	assert_span("sw1", &m.host, "inner 5424 with a priority");
	assert_int_equal(5, m.pri);
	parse("<5>Nov 23 07:42:31 sw1 1 2 3 x", &m);
	assert_span("sw1", &m.host, "numbers");
	assert_null(m.relay.at);
	parse("<5>Nov 23 07:42:31 sw1 app: 2026-11-23 07:00:00 x", &m);
	assert_span("sw1", &m.host, "own log line");
	assert_span("app", &m.app, "own log line");
}

static void
both_codes_of_a_line_are_kept_beside_the_priority(void **state)
{
	struct syslog m;

	(void)state;
	parse(
	    "<191>Nov 1 10:00:00 h %IOSXE-6-PLATFORM: R0/0: %FW-3-DROP: x", &m);
	assert_span("FW-3-DROP", &m.msgid, "the last");
	assert_span("IOSXE-6-PLATFORM", &m.outer_msgid, "the first");
	assert_int_equal(3, syslog_code_severity(&m));
	assert_int_equal(7, m.pri % 8);
	parse("<30>Nov 23 07:42:31 2026 sw-3 %%10SHELL/5/LOGIN(l): x", &m);
	assert_null(m.outer_msgid.at);
	assert_int_equal(5, syslog_code_severity(&m));
	parse("<38>Nov 24 10:00:00 h sshd[1]: x", &m);
	assert_int_equal(-1, syslog_code_severity(&m));
}

static void
a_year_is_the_one_nearest_to_receipt(void **state)
{
	struct syslog_context january = { .received = 1767225660000000 };
	char text[SYSLOG_TIME_MAX];
	struct syslog m;

	(void)state;
	/* 1 January 2026, 00:01 */
	syslog_parse(&january, "<5>Dec 31 23:59:59 h x", 22, &m);
	assert_string_equal(
	    "2025-12-31T23:59:59Z", syslog_format_time(&m.time, text));
	syslog_parse(&january, "<5>Feb 29 10:00:00 h x", 22, &m);
	assert_int_equal(SYSLOG_NONE, m.time.source);
}

static void
a_zone_of_the_site_stands_in_for_one_that_is_not_given(void **state)
{
	struct syslog_context local = context;
	struct syslog m;

	(void)state;
	local.zone_min = 60;
	syslog_parse(&local, "<5>Nov 24 13:00:00 h x", 22, &m);
	assert_int_equal(context.received, m.time.at);
	assert_false(m.time.has_zone);
}

/* An hour ahead of UTC, two from April on. */
static int
ahead(const void *where, int64_t local)
{
	assert_ptr_equal(&context, where);
	return local % (365 * CLOCK_DAY) > 300 * CLOCK_DAY ? 60 : 120;
}

static const char *
utc_of(const struct syslog_context *c, const char *line)
{
	static char text[SYSLOG_TIME_MAX];
	struct syslog m;

	syslog_parse(c, line, strlen(line), &m);
	m.time.has_zone = false;
	return syslog_format_time(&m.time, text);
}

static void
a_zone_that_is_not_given_is_the_devices_unless_it_shows_utc(void **state)
{
	struct syslog_context here = context;

	(void)state;
	here.ahead = ahead;
	here.where = &context;
	/* Received at noon, UTC. */
	assert_string_equal(
	    "2026-11-24T12:00:00Z", utc_of(&here, "<5>Nov 24 13:00:00 h x"));
	assert_string_equal(
	    "2026-11-24T12:00:00Z", utc_of(&here, "<5>Nov 24 12:00:00 h x"));
	/* Neither is near: what the device's clock says. */
	assert_string_equal(
	    "2026-11-24T06:00:00Z", utc_of(&here, "<5>Nov 24 07:00:00 h x"));
	here.is_certain = true;
	assert_string_equal(
	    "2026-11-24T11:00:00Z", utc_of(&here, "<5>Nov 24 12:00:00 h x"));
	/* What the message says counts more. */
	assert_string_equal("2026-11-24T12:00:00Z",
	    utc_of(&here, "<5>2026-11-24T12:00:00Z h x"));
}

static void
a_time_is_placed_again_when_its_device_is_known(void **state)
{
	struct syslog_context here = context;
	char text[SYSLOG_TIME_MAX];
	struct syslog m;

	(void)state;
	here.ahead = ahead;
	here.where = &context;
	parse("<5>Nov 24 13:00:00 h x", &m);
	assert_string_equal(
	    "2026-11-24T13:00:00Z", syslog_format_time(&m.time, text));
	syslog_place_time(&here, &m.time);
	assert_string_equal(
	    "2026-11-24T12:00:00Z", syslog_format_time(&m.time, text));
	syslog_place_time(&here, &m.time);
	assert_string_equal(
	    "2026-11-24T12:00:00Z", syslog_format_time(&m.time, text));
	parse("<5>2026-11-24T13:00:00Z h x", &m);
	syslog_place_time(&here, &m.time);
	assert_string_equal(
	    "2026-11-24T13:00:00Z", syslog_format_time(&m.time, text));
}

static void
a_name_of_two_zones_is_the_one_that_fits(void **state)
{
	(void)state;
	assert_string_equal("2026-11-24T12:00:00Z",
	    utc_of(&context, "<5>4: Nov 24 17:30:00 IST: %A-5-B: x"));
	assert_string_equal("2026-11-24T12:00:00Z",
	    utc_of(&context, "<5>4: Nov 24 14:00:00 IST: %A-5-B: x"));
	assert_string_equal("2026-11-24T12:00:00Z",
	    utc_of(&context, "<5>4: Nov 24 20:00:00 CST: %A-5-B: x"));
	/* It fits neither: the usual one. */
	assert_string_equal("2026-11-24T03:30:00Z",
	    utc_of(&context, "<5>4: Nov 24 09:00:00 IST: %A-5-B: x"));
}

static void
ciscos_star_makes_a_time_unsure(void **state)
{
	struct syslog m;

	(void)state;
	parse("<189>4: *Mar  1 00:01:46.283: %SYS-5-RESTART: x", &m);
	assert_true(m.time.unsure);
	parse("<189>4: .Mar  1 00:01:46.283: %SYS-5-RESTART: x", &m);
	assert_false(m.time.unsure);
}

static void
hostile_bytes_become_visible(void **state)
{
	static const char line[] =
	    "<5>Nov 24 13:00:00 h app: a\0b\xff\x1b[1m\t.";
	struct buf text = { 0 };
	struct syslog m;

	(void)state;
	syslog_parse(&context, line, sizeof(line) - 1, &m);
	span_add_text(&m.message, &text);
	assert_string_equal("a\\x00b\\xff\\x1b[1m\t.", buf_str(&text));
	buf_clear(&text);
	parse("<5>1 - - - - - - \xef\xbb\xbfh\xc3\xa9", &m);
	span_add_text(&m.message, &text);
	assert_string_equal("h\xc3\xa9", buf_str(&text));
	buf_free(&text);
}

static void
structured_data_is_unescaped_and_repeats_are_lists(void **state)
{
	struct json *sd;
	struct syslog m;
	char *text;

	(void)state;
	parse("<5>1 - h a p m [x@1 a=\"q\\\"\\]\\\\n\" b=\"1\" b=\"2\"][y] z",
	    &m);
	sd = syslog_sd_json(&m.sd);
	text = json_line(sd);
	assert_string_equal("{\"x@1\": {\"a\": \"q\\\"]\\\\n\", \"b\": "
			    "[\"1\", \"2\"]}, \"y\": {}}",
	    text);
	assert_span("z", &m.message, "sd");
	free(text);
	json_free(sd);
	parse("<5>1 - h a p m - z", &m);
	assert_null(syslog_sd_json(&m.sd));
}

/* Nothing is refused, whatever is cut off or doubled. */
static void
every_prefix_parses(void **state)
{
	struct syslog m;

	(void)state;
	for (size_t i = 0; i < ROWS(lines); i++)
		for (size_t n = 0; n <= strlen(lines[i].line); n++) {
			char *copy = malloc(n + 1);

			memcpy(copy, lines[i].line, n);
			syslog_parse(&context, copy, n, &m);
			assert_in_range(m.pri, 0, 191);
			free(copy);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(real_forms_are_taken_apart),
		cmocka_unit_test(an_inner_header_wins_and_the_relay_is_kept),
		cmocka_unit_test(
		    both_codes_of_a_line_are_kept_beside_the_priority),
		cmocka_unit_test(a_year_is_the_one_nearest_to_receipt),
		cmocka_unit_test(
		    a_zone_of_the_site_stands_in_for_one_that_is_not_given),
		cmocka_unit_test(
		    a_zone_that_is_not_given_is_the_devices_unless_it_shows_utc),
		cmocka_unit_test(
		    a_time_is_placed_again_when_its_device_is_known),
		cmocka_unit_test(a_name_of_two_zones_is_the_one_that_fits),
		cmocka_unit_test(ciscos_star_makes_a_time_unsure),
		cmocka_unit_test(hostile_bytes_become_visible),
		cmocka_unit_test(
		    structured_data_is_unescaped_and_repeats_are_lists),
		cmocka_unit_test(every_prefix_parses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
