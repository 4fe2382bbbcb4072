/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_PATCH_JSON_H
#define LIB_STORE_PATCH_JSON_H

/* Patch p with its targets, fixes and emergencies, as the trail shows it. */
#define PATCH_JSON                                                           \
	"(to_jsonb(p)||jsonb_build_object('targets',"                        \
	"(SELECT jsonb_agg(to_jsonb(t)-'tenant_id'-'patch_id'"               \
	" ORDER BY target) FROM patch_target t WHERE"                        \
	" t.tenant_id=p.tenant_id AND t.patch_id=p.patch_id),'fixes',"       \
	"(SELECT jsonb_agg(to_jsonb(f)-'tenant_id'-'patch_id'"               \
	" ORDER BY fix) FROM patch_fix f WHERE"                              \
	" f.tenant_id=p.tenant_id AND f.patch_id=p.patch_id),"               \
	"'emergencies',(SELECT jsonb_agg(to_jsonb(e)-'tenant_id'-'patch_id'" \
	" ORDER BY emergency_id) FROM emergency e WHERE"                     \
	" e.tenant_id=p.tenant_id AND e.patch_id=p.patch_id)))::text"

#endif
