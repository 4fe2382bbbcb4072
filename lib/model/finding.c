/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/finding.h"

#include <stddef.h>
#include <string.h>

#include "lib/base/err.h"

static const struct row {
	const char *name, *text, *advice;
} rows[FINDINGS] = {
	[FINDING_SILENT] = { "silent",
	    "Nothing answers. From outside, a wrong community, an access list "
	    "that leaves us out, a firewall, SNMP that is switched off and a "
	    "host that is not there look the same.",
	    "Check the community on the device, then its access list for this "
	    "server's address, then the way to UDP port 161." },
	[FINDING_COMMUNITY] = { "wrong_community",
	    "An SNMPv3 engine is there, but nobody answers to this community: "
	    "it is wrong, its access list leaves us out, or this version is "
	    "switched off.",
	    "Check the community and its access list on the device; or read it "
	    "by SNMPv3, since it can." },
	[FINDING_SILENT_V3] = { "silent_v3",
	    "Nothing answers, not even to a question that needs no secret. The "
	    "user and its passwords were not tried. An access list, a "
	    "firewall, SNMPv3 that is switched off and a host that is not "
	    "there look the same.",
	    "Check that SNMPv3 is on, the access list for this server's "
	    "address, and the way to UDP port 161." },
	[FINDING_PORT_CLOSED] = { "port_closed",
	    "The host is there, but nobody listens on this port (ICMP says "
	    "so).",
	    "Switch SNMP on, or give the port on which it listens." },
	[FINDING_UNREACHABLE] = { "unreachable",
	    "The network says that it cannot get there (ICMP).",
	    "Check the address, the route and the firewall." },
	[FINDING_OTHER_SOURCE] = { "other_source",
	    "Answers come from another address than the one that was asked, "
	    "and are not believed.",
	    "Let the device answer from the address that is asked, ask at "
	    "the other one, or accept it with `patchwacht device edit "
	    "--any-source yes`." },
	[FINDING_USER] = { "wrong_user", "The device does not know this user.",
	    "Compare the user's name, capitals too, with the device; some need "
	    "the user made anew after their engine ID changed." },
	[FINDING_LEVEL] = { "wrong_level",
	    "The user is known, but not at this level of security.",
	    "Give the user authentication and privacy on the device, or make "
	    "the credential as the device has it." },
	[FINDING_AUTH_KEY] = { "wrong_auth_key",
	    "The user is known, but what we sign does not match: the "
	    "authentication password or its protocol differs.",
	    "Set the same protocol and password on both sides; `patchwacht "
	    "credential rotate` gives the credential another one." },
	[FINDING_PRIV_KEY] = { "wrong_priv_key",
	    "User and authentication are right, but what we encrypt is not "
	    "understood: the privacy password or its protocol differs.",
	    "Set the same protocol and password on both sides. AES-192 and "
	    "AES-256 exist in two forms: try the one with -C behind it, or "
	    "without." },
	[FINDING_PRIV_OR_CONTEXT] = { "wrong_priv_key_or_context",
	    "The engine is there and falls silent at our question: the privacy "
	    "password, its protocol or the context name may differ.",
	    "Set the same privacy protocol and password on both sides, and "
	    "check the context name." },
	[FINDING_CONTEXT] = { "wrong_context",
	    "User and passwords are right, but the device has no such "
	    "context.",
	    "Give the credential the context name that the device has, or "
	    "none." },
	[FINDING_TIME_WINDOW] = { "time_window",
	    "The device's SNMP clock and ours do not come together: it may "
	    "count its boots wrongly, or two devices answer at one address.",
	    "Restart SNMP on the device; check that no other device or cluster "
	    "member answers at this address." },
	[FINDING_ENGINE_UNSTEADY] = { "engine_unsteady",
	    "The device gives an engine ID and then says that it is not its "
	    "own.",
	    "Check that one device only answers at this address, and that its "
	    "engine ID is set." },
	[FINDING_MODEL] = { "no_usm",
	    "The device does not know the user-based security model (USM).",
	    "Switch USM on, or read the device by another version." },
	[FINDING_OTHER_REPORT] = { "refused_by_report",
	    "The device refuses, with a report that we cannot place.",
	    "Look into the device's own log." },
	[FINDING_LEVEL_OR_VIEW] = { "level_or_view",
	    "The device knows this user and tells it nothing at this level of "
	    "security: it wants a higher one (authentication, privacy), or the "
	    "user has no view. From outside these look the same.",
	    "Give the credential the authentication and privacy that the "
	    "device has for this user; or give the user's group a read view "
	    "for this level on the device." },
	[FINDING_REFUSED] = { "not_authorized",
	    "The device knows who asks, and refuses to tell "
	    "(authorizationError "
	    "or noAccess).",
	    "Give the group of this user or community a read view." },
	[FINDING_VIEW_SYSTEM] = { "view_without_system",
	    "The device answers, but does not tell what it is: its view leaves "
	    "out the system group.",
	    "Let the view hold at least 1.3.6.1.2.1, better 1.3.6.1." },
	[FINDING_VIEW_INTERFACES] = { "view_without_interfaces",
	    "The device answers, but does not tell its interfaces (IF-MIB): "
	    "its view may be too small.",
	    "Let the view hold 1.3.6.1.2.1.2 and 1.3.6.1.2.1.31." },
	[FINDING_TOO_BIG] = { "too_big",
	    "The device cannot answer a long question (tooBig).",
	    "Nothing: it is asked for less at a time. Raise its SNMP message "
	    "size if it has one." },
	[FINDING_LOST_LONG] = { "long_answers_lost",
	    "Short answers arrive, long ones do not: fragments are dropped on "
	    "the way, or the path's MTU is small.",
	    "Let fragments of UDP pass the firewall or tunnel between." },
	[FINDING_ERROR] = { "error",
	    "The device answers a plain question with an error.",
	    "Look into the device's own log; newer firmware may help." },
	[FINDING_STOPPED] = { "stopped_answering",
	    "The device answered at first and then no more.",
	    "Look for loss on the way; or the device limits how much it "
	    "answers." },
	[FINDING_NO_ENTITY] = { "no_entity_mib",
	    "It does not tell of its parts (ENTITY-MIB): it has none, or its "
	    "view is too small.",
	    "If it is a switch, router or firewall, let its view hold "
	    "1.3.6.1.2.1.47: versions of modules are there." },
	[FINDING_SLOW] = { "slow", "It takes more than a second to answer.",
	    "Look at its processor and at the way; a poll of it takes long." },
	[FINDING_ENGINE_SHARED] = { "engine_shared",
	    "Other devices of the register have the same engine ID: they were "
	    "probably cloned from one image.",
	    "It is read all the same; give each its own engine ID, since "
	    "other programs mix them up." },
	[FINDING_ENGINE_CHANGED] = { "engine_changed",
	    "It has another engine ID than at earlier polls: it was replaced, "
	    "reset, or another device answers here.",
	    "Check that it is the same device; users made for the old engine "
	    "ID may have to be made again." },
	[FINDING_WEAK] = { "weak_security",
	    "What is read can be read, or its secret found, by others on the "
	    "way.",
	    "Where the device can: SNMPv3 with SHA-256 and AES-128 or "
	    "better." },
};

const char *
finding_name(enum finding f)
{
	return f < FINDINGS ? rows[f].name : "unknown";
}

int
finding_parse(const char *name, enum finding *out)
{
	for (int f = 0; f < FINDINGS; f++) {
		if (strcmp(rows[f].name, name) == 0) {
			*out = (enum finding)f;
			return ERR_OK;
		}
	}
	return ERR_NOTFOUND;
}

bool
finding_is_fault(enum finding f)
{
	return f < FINDING_NO_ENTITY && f != FINDING_TOO_BIG;
}

const char *
finding_text(enum finding f)
{
	return f < FINDINGS ? rows[f].text : "";
}

const char *
finding_advice(enum finding f)
{
	return f < FINDINGS ? rows[f].advice : "";
}
