/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/todo/todo_store.h"

#include <stdlib.h>

#include "lib/base/clock.h"
#include "lib/store/db.h"
#include "lib/store/past.h"
#include "lib/store/patch/late_sql.h"

/*
 * With a site ($4) all parts are of what stands there: a patch by its
 * deployments, an exception or an entry by its device or its patch.
 */
#define AT_SITE                                                             \
	"here AS(SELECT d.device_id FROM @device($2) d JOIN site s"         \
	" USING(tenant_id,site_id) WHERE d.tenant_id=$1 AND s.name=$4),"    \
	"patches_here AS(SELECT DISTINCT x.patch_id FROM @deployment($2) x" \
	" WHERE x.tenant_id=$1 AND x.state<>'withdrawn'"                    \
	" AND x.device_id IN(SELECT device_id FROM here)),"
#define PATCH_HERE(patch)                  \
	" AND ($4::text IS NULL OR " patch \
	" IN(SELECT patch_id FROM patches_here))"
#define IS_HERE(of)                                          \
	" AND ($4::text IS NULL OR CASE WHEN " of            \
	".device_id IS NOT NULL THEN " of                    \
	".device_id IN(SELECT device_id FROM here) ELSE " of \
	".patch_id IN(SELECT patch_id FROM patches_here) END"

/*
 * Deployments, summed up before anything is joined: of millions, only those
 * that ask are read (deployment_asks). "Due soon": four fifths of its time are
 * over. A claim has the policy's time to be seen. Each asks for one thing, the
 * gravest.
 */
/* clang-format off */
#define ASKING                                                                \
	"q AS(SELECT coalesce((SELECT reported_s FROM policy WHERE"           \
	" tenant_id=$1 AND effective<=$2 ORDER BY version DESC LIMIT 1),"     \
	"86400)*interval '1 s' AS reported),"                                 \
	"o AS(SELECT x.patch_id,CASE"                                         \
	" WHEN x.state IN('rolled_back','regressed','failed') THEN x.state"   \
	" WHEN " IS_LATE("x", "$2") " THEN 'late'"                            \
	" WHEN x.conflicting THEN 'conflicting'"                              \
	" WHEN x.paused THEN 'paused'"                                        \
	" WHEN x.state='undeterminable' THEN 'undeterminable'"                \
	" WHEN x.state='reported' AND x.claimed+q.reported<=$2"               \
	" THEN 'not confirmed'"                                               \
	" WHEN NOT " IS_EXCEPTED("x")                                         \
	" AND $2>x.clock_start+(x.deadline-x.clock_start)*0.8"                \
	" THEN 'due soon' END AS what,"                                       \
	"count(*) AS n,min(x.device_id) AS device_id,min(x.deadline) AS due"  \
	" FROM @deployment($2) x CROSS JOIN q"                                \
	LATE_JOIN("x", "@exception($2)", "$2")                                \
	" WHERE x.tenant_id=$1 AND (x.state NOT IN(" STATES_SOUND             \
	",'withdrawn') OR x.conflicting)"                                     \
	" AND ($4::text IS NULL OR x.device_id IN(SELECT device_id FROM here))" \
	" GROUP BY 1,2),"
/* clang-format on */

/* Few lines are about one device, and to look up all of them took as long as
 * all else. */
#define OF_DEPLOYMENTS                                                   \
	"SELECT o.what,p.reference AS patch,"                            \
	"CASE WHEN o.n=1 THEN v.name END AS subject,o.n AS devices,"     \
	"p.priority,o.due,p.owner,p.title AS detail FROM o"              \
	" JOIN @patch($2) p ON p.tenant_id=$1 AND p.patch_id=o.patch_id" \
	" LEFT JOIN (SELECT v.device_id,v.name FROM @device($2) v"       \
	" WHERE v.tenant_id=$1 AND v.device_id="                         \
	"ANY(ARRAY(SELECT device_id FROM o WHERE n=1))) v"               \
	" ON v.device_id=o.device_id WHERE o.what IS NOT NULL"

#define OF_EMERGENCIES                                                    \
	" UNION ALL SELECT CASE WHEN e.due<=$2 THEN 'emergency, overdue'" \
	" ELSE 'emergency' END,p.reference,NULL,NULL,p.priority,e.due,"   \
	"p.owner,e.reason FROM emergency e JOIN @patch($2) p"             \
	" USING(tenant_id,patch_id) WHERE e.tenant_id=$1 AND e.at<=$2"    \
	" AND (e.approved IS NULL OR e.approved>$2)" PATCH_HERE("e.patch_id")

/* A window that is planned, and that nobody agreed to yet. */
#define OF_PLANS                                                        \
	" UNION ALL SELECT 'not approved',p.reference,NULL,NULL,"       \
	"p.priority,p.window_start,p.owner,p.title FROM @patch($2) p"   \
	" WHERE p.tenant_id=$1 AND p.status='open' AND p.window_end>$2" \
	" AND (p.approved IS NULL OR p.approved>$2) AND NOT EXISTS("    \
	"SELECT FROM emergency e WHERE e.tenant_id=$1"                  \
	" AND e.patch_id=p.patch_id AND e.at<=$2)" PATCH_HERE("p.patch_id")

#define OF_ASSESSMENTS                                                    \
	" UNION ALL SELECT 'assessment',p.reference,NULL,NULL,"           \
	"p.priority,NULL,p.owner,a.was||' to '||a.priority||"             \
	"coalesce(': '||a.reason,'') FROM assessment a JOIN @patch($2) p" \
	" USING(tenant_id,patch_id) WHERE a.tenant_id=$1 AND a.lowers"    \
	" AND a.at<=$2 AND (a.approved IS NULL OR a.approved>$2)"         \
	" AND NOT EXISTS(SELECT FROM assessment b WHERE b.tenant_id=$1"   \
	" AND b.patch_id=a.patch_id AND b.assessment_id>a.assessment_id"  \
	" AND b.at<=$2)" PATCH_HERE("a.patch_id")

/* Asked or advised on and not decided; and what ends within a fortnight. */
#define OF_EXCEPTIONS                                                        \
	" UNION ALL SELECT CASE WHEN e.approved<=$2 THEN 'exception ends'"   \
	" WHEN EXISTS(SELECT FROM advice a WHERE a.tenant_id=$1"             \
	" AND a.exception_id=e.exception_id AND a.at<=$2)"                   \
	" THEN 'exception advised' ELSE 'exception asked' "                  \
	"END,p.reference,e.exception_id::text,"                              \
	"NULL,p.priority,e.valid_until,e.owner,e.reason"                     \
	" FROM @exception($2) e JOIN @patch($2) p USING(tenant_id,patch_id)" \
	" WHERE e.tenant_id=$1 AND e.valid_until>$2"                         \
	" AND (e.refused IS NULL OR e.refused>$2)"                           \
	" AND (e.approved IS NULL OR e.approved>$2"                          \
	" OR e.valid_until<=$2+interval '14 d')" IS_HERE("e") ")"

/* Of each entry the revision that held then. */
/* clang-format off */
#define OF_ENTRIES                                                         \
	" UNION ALL SELECT CASE WHEN e.due<=$2 THEN e.kind||' overdue'"    \
	" WHEN e.until IS NOT NULL THEN e.kind||' ends'"                   \
	" ELSE e.kind END,NULL,k.letter||'-'||e.number,NULL,NULL,"         \
	"coalesce(e.due,e.until),e.owner,e.title FROM (SELECT DISTINCT ON" \
	"(kind,number) * FROM entry WHERE tenant_id=$1 AND made<=$2"       \
	" ORDER BY kind,number,rev DESC) e JOIN entry_kind k USING(kind)"  \
	" WHERE (e.closed IS NULL OR e.closed>$2)"                         \
	" AND (e.until IS NULL OR e.until>$2) AND (e.kind='decision'"      \
	" OR e.due<=$2+interval '14 d' OR (e.until<=$2+interval '30 d'"    \
	" AND e.kind IN('contract','attestation')))" IS_HERE("e")          \
	" OR e.site_id=(SELECT site_id FROM site s"                        \
	" WHERE s.tenant_id=$1 AND s.name=$4))"
/* clang-format on */

#define WEIGHED                                                               \
	" SELECT l.*,coalesce(array_position(ARRAY['decision','review',"      \
	"'action','contract ends','attestation ends','due soon',"             \
	"'exception ends','not approved','exception asked',"                  \
	"'exception advised','assessment',"                                   \
	"'undeterminable','not confirmed','conflicting','paused',"            \
	"'review overdue',"                                                   \
	"'action overdue','decision overdue','emergency','late',"             \
	"'emergency, overdue','failed','regressed','rolled_back'],l.what),0)" \
	"*10+coalesce(array_position(ARRAY['low','medium','high',"            \
	"'critical'],l.priority),0)*12 AS weight FROM l"                      \
	" WHERE $3::text IS NULL OR l.owner=$3"                               \
	" ORDER BY weight DESC,l.due NULLS LAST,l.patch,l.subject"

int
todo_list(struct db *db, int tenant, const struct todo_filter *f,
    struct db_rows **out)
{
	bool is_past = f->at != 0;
	char *sql = past_sql(
	    "WITH " AT_SITE ASKING "l AS(" OF_DEPLOYMENTS OF_EMERGENCIES
		OF_PLANS OF_ASSESSMENTS OF_EXCEPTIONS OF_ENTRIES ")" WEIGHED,
	    is_past);
	int rc = db_query(db, out, sql, DB_INT(tenant),
	    DB_TIME(is_past ? f->at : clock_now()), DB_TEXT(f->owner),
	    DB_TEXT(f->site));

	free(sql);
	return rc;
}
