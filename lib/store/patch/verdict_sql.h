/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_VERDICT_SQL_H
#define LIB_STORE_VERDICT_SQL_H

#include "lib/store/patch/states.h"

/*
 * What verdict.c asks of deployments: LOAD_FEW of the devices in arrays $1 and
 * $2, LOAD_SPAN of devices $2 to $3 of organisation $1, LOAD_RESTLESS of who
 * may be moved by the time $1. The columns are those of its enum column.
 *
 * Of the exceptions that were approved in time, the one that lasts longest,
 * counted from the first that it extends; none that was decided on paper only;
 * the state was entered when its last transition was made.
 */
#define LEFT                                             \
	"(p.status='withdrawn' OR v.retired IS NOT NULL" \
	" OR (d.unmatched IS NOT NULL AND d.state"       \
	" NOT IN(" STATES_ACTIVE ")))"

#define OF_DEPLOYMENT(x)                                         \
	x ".tenant_id=d.tenant_id AND " x ".patch_id=d.patch_id" \
	  " AND " x ".device_id=d.device_id"

/* A call costs more than all else of a row; most are in no ring, or the first.
 */
#define IN_LATER_RING \
	"EXISTS(SELECT FROM ring g WHERE " OF_DEPLOYMENT("g") " AND g.ring>0)"
#define RING_WAITS                \
	"(" IN_LATER_RING " AND " \
	"ring_waits(d.tenant_id,d.patch_id,d.device_id))"

/*
 * How it did since it is observed; nothing up to a dismissal counts. One join
 * with one condition in front of it, so that nothing is looked up, and nothing
 * set up for it, where it decides nothing.
 */
#define WATCHED "d.state IN('observing','regressed')"
#define COMPARED                                                               \
	" LEFT JOIN LATERAL (SELECT y.at AS dismissed,"                        \
	"y.reason AS dismissal,f.at AS worse_at,f.words AS worse,"             \
	"f.evidence_id,q.passed,r.reboots FROM (SELECT) o"                     \
	" LEFT JOIN LATERAL (SELECT y.at,y.reason FROM dismissal y"            \
	" WHERE " OF_DEPLOYMENT(                                               \
	    "y") " AND y.at>=d.observe_from"                                   \
		 " ORDER BY y.at DESC LIMIT 1) y ON true"                      \
		 " LEFT JOIN LATERAL (SELECT c.at,c.words,c.evidence_id"       \
		 " FROM comparison c WHERE " OF_DEPLOYMENT(                    \
		     "c") " AND c.at>=d.observe_from AND c.outcome='failed'"   \
			  " ORDER BY c.at DESC LIMIT 1) f ON true"             \
			  " LEFT JOIN LATERAL (SELECT c.outcome='passed'"      \
			  " OR (c.outcome='failed' AND c.at<y.at) AS passed"   \
			  " FROM comparison c WHERE d.state='observing' "      \
			  "AND " OF_DEPLOYMENT(                                \
			      "c") " AND c.day>0 AND c.at>=d.observe_until"    \
				   " ORDER BY c.at DESC LIMIT 1) q ON true"    \
				   " LEFT JOIN LATERAL (SELECT count(*) AS "   \
				   "reboots FROM event e"                      \
				   " JOIN policy o ON o.tenant_id=d.tenant_id" \
				   " AND o.version=d.policy_version WHERE "    \
				   "d.state='observing'"                       \
				   " AND e.tenant_id=d.tenant_id AND "         \
				   "e.device_id=d.device_id"                   \
				   " AND e.kind='boot' AND NOT e.expected "    \
				   "AND e.source='snmp'"                       \
				   " AND e.at>greatest(d.observe_from,y.at)"   \
				   " AND "                                     \
				   "e.at>now()-make_interval(secs=>o.reboot_"  \
				   "window_s)) r"                              \
				   " ON true WHERE " WATCHED                   \
				   " OFFSET 0) w ON true "

/*
 * What patches ask for, asked once for each patch and not for each deployment.
 * Of few devices it comes with the fix sets: joined, all patches were summed up
 * anew for each deployment, unless somebody had analysed their small table.
 */
#define SUMMED_UP                                      \
	"string_agg(concat_ws(' ',nullif(f.component," \
	"''),f.min_version),', '"
#define TARGETS                                                \
	" LEFT JOIN (SELECT f.tenant_id,f.patch_id," SUMMED_UP \
	" ORDER BY f.fix) AS target FROM patch_fix f"          \
	" GROUP BY f.tenant_id,f.patch_id) f"                  \
	" ON f.tenant_id=d.tenant_id AND f.patch_id=d.patch_id"
#define TARGET_OF_FIXES                                              \
	SUMMED_UP ") OVER(PARTITION BY f.tenant_id,f.patch_id"       \
		  " ORDER BY f.fix ROWS BETWEEN UNBOUNDED PRECEDING" \
		  " AND UNBOUNDED FOLLOWING)"

#define LOAD(from, states, target, targets)                               \
	"SELECT d.tenant_id,d.patch_id,d.device_id,p.reference,p.title,"  \
	"v.name,s.name,p.priority," LEFT ",x.first_approved,"             \
	"x.valid_until,d.serial,d.running,d.claimed_by,d.policy_version," \
	"d.rev,d.state,d.overdue,d.excepted,d.conflicting,d.paused,"      \
	"d.attempt,d.level,coalesce(t.at,d.created),d.deadline,"          \
	"d.window_start,d.window_end,d.claimed,d.last_old,d.seen,"        \
	"d.confirmed,d.met_deadline,d.first_late,d.observe_from,"         \
	"d.observe_until,d.closed,d.reopened,d.reason,d.protocol,"        \
	"d.security_level,d.profile_tested,z.last_try,"                   \
	"coalesce(z.silent,0),z.silent_since,z.boot_at,host(v.address)"   \
	"," target ","                                                    \
	"coalesce(z.class IN(SELECT class FROM sleeping_class),false),"   \
	"d.other_since,"                                                  \
	"CASE WHEN p.status='withdrawn' THEN 'the patch is withdrawn'"    \
	" WHEN v.retired IS NOT NULL THEN 'the device is retired'"        \
	" ELSE d.unmatched_why END,coalesce(w.passed,false),w.worse_at,"  \
	"w.worse,w.evidence_id,coalesce(w.reboots,0),w.dismissed,"        \
	"w.dismissal,"                                                    \
	"CASE WHEN " WATCHED " OR d.state IN('stable','already_met',"     \
	"'confirmed','withdrawn') THEN false"                             \
	" ELSE " RING_WAITS " END"                                        \
	" FROM " from " JOIN patch p USING(tenant_id,patch_id)"           \
	" JOIN device v ON v.tenant_id=d.tenant_id"                       \
	" AND v.device_id=d.device_id"                                    \
	" LEFT JOIN site s ON s.tenant_id=v.tenant_id"                    \
	" AND s.site_id=v.site_id"                                        \
	" LEFT JOIN " states " z ON z.tenant_id=d.tenant_id"              \
	" AND z.device_id=d.device_id" targets

#define OF_EXCEPTION(asked)                                         \
	" LEFT JOIN LATERAL (SELECT e.first_approved,e.valid_until" \
	" FROM exception e WHERE " asked "e.declared_by IS NULL"    \
	" AND e.tenant_id=d.tenant_id AND e.patch_id=d.patch_id"    \
	" AND coalesce(e.device_id,0) IN(0,d.device_id)"            \
	" AND e.first_approved<=d.deadline"                         \
	" ORDER BY e.valid_until DESC LIMIT 1)"                     \
	" x ON true"
#define OF_STEPS                                                       \
	" LEFT JOIN LATERAL (SELECT max(t.at) AS at FROM transition t" \
	" WHERE " OF_DEPLOYMENT("t") " AND t.flag IS NULL) t ON true" COMPARED

/* Of one device; of thousands most have no exception, which one look at all of
 * them tells. */
#define EXCEPTED(name, device)                                                \
	" LEFT JOIN (SELECT DISTINCT tenant_id,patch_id,"                     \
	"coalesce(device_id,0) AS device_id FROM exception"                   \
	" WHERE declared_by IS NULL AND first_approved IS NOT NULL) " name    \
	" ON " name ".tenant_id=d.tenant_id AND " name ".patch_id=d.patch_id" \
	" AND " name ".device_id=" device

/* Before all else: there are more joins than the planner puts in order. */
#define OF_KEYS                                                     \
	"(SELECT d.* FROM (SELECT DISTINCT * FROM"                  \
	" unnest($1::int[],$2::int[]) AS k(tenant_id,device_id)) k" \
	" JOIN deployment d USING(tenant_id,device_id) OFFSET 0) d"
#define LOAD_FEW                                                   \
	"WITH d AS MATERIALIZED(SELECT * FROM " OF_KEYS ") " LOAD( \
	    "d", "device_state", "NULL::text", "") OF_EXCEPTION("") OF_STEPS
#define LOAD_MANY(from, states)                               \
	LOAD(from, states, "f.target", TARGETS)               \
	EXCEPTED("own", "d.device_id")                        \
	EXCEPTED("common", "0")                               \
	OF_EXCEPTION("coalesce(own.patch_id,common.patch_id)" \
		     " IS NOT NULL AND ")                     \
	OF_STEPS
#define LOAD_SPAN                                            \
	LOAD_MANY("deployment d",                            \
	    "(SELECT * FROM device_state WHERE tenant_id=$1" \
	    " AND device_id BETWEEN $2 AND $3)")

#define HAS_ALERT                                                     \
	"(d.tenant_id,d.patch_id,d.device_id) IN("                    \
	"SELECT tenant_id,coalesce(patch_id,0),coalesce(device_id,0)" \
	" FROM alert WHERE closed IS NULL)"

/*
 * Of those that are not done: planned with time left, or proven and watched on
 * a device that answers, and nobody was told anything. Neither clock nor people
 * have moved them, which is most of what is open.
 */
#define AT_REST                                                          \
	"(((d.state='observing' AND z.silent_since IS NULL"              \
	" AND w.worse_at IS NULL AND coalesce(w.reboots,0)=0)"           \
	" OR (d.state='planned' AND d.deadline>$1 AND d.claimed IS NULL" \
	" AND NOT d.paused AND NOT " RING_WAITS                          \
	" AND (d.window_start IS NULL OR d.window_start>$1)))"           \
	" AND NOT " HAS_ALERT ")"

/*
 * Those of which the row itself does not say that they are at rest, or done and
 * as they should be: some of a hundred, before anything is looked up of them.
 */
#define VALID_EXCEPTION "declared_by IS NULL AND valid_until>$1"
#define MAY_BE_RESTLESS                                                   \
	"(SELECT d.* FROM deployment d JOIN patch p USING("               \
	"tenant_id,patch_id) JOIN device v ON v.tenant_id=d.tenant_id"    \
	" AND v.device_id=d.device_id WHERE"                              \
	" (d.state NOT IN(" STATES_FINISHED ") AND (d.state<>'planned'"   \
	" OR d.deadline<=$1 OR d.claimed IS NOT NULL OR d.paused"         \
	" OR d.window_start<=$1 OR " HAS_ALERT " OR " IN_LATER_RING "))"  \
	" OR " LEFT "<>(d.state='withdrawn')"                             \
	" OR d.conflicting OR d.overdue OR d.excepted"                    \
	" OR (d.tenant_id,d.patch_id,d.device_id) IN(SELECT tenant_id,"   \
	"patch_id,device_id FROM exception WHERE " VALID_EXCEPTION        \
	" AND device_id IS NOT NULL) OR (d.tenant_id,d.patch_id) IN("     \
	"SELECT tenant_id,patch_id FROM exception WHERE " VALID_EXCEPTION \
	" AND device_id IS NULL) OFFSET 0) d"
#define LOAD_RESTLESS LOAD_MANY(MAY_BE_RESTLESS, "device_state")

#endif
