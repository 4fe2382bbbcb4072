/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_REPORTER_EVIDENCE_TEXT_H
#define TESTS_UNIT_REPORTER_EVIDENCE_TEXT_H

/*
 * A small school network at the end of a quarter, by hand: five devices at two
 * sites, one patch. The poller ran all the time but for nine days in August.
 */
#define QUARTER                                                               \
	"\"format\":1,\"program\":\"patchwacht 0\",\"period\":{\"name\":"     \
	"\"2026Q3\",\"kind\":\"quarter\",\"year\":2026,\"month\":7,"          \
	"\"from\":\"2026-06-30T22:00:00Z\",\"to\":\"2026-09-30T22:00:00Z\","  \
	"\"cut\":\"2026-09-30T22:00:00Z\",\"interim\":false,"                 \
	"\"snapshot\":\"2026-10-02T08:00:00Z\"},\"tenant\":{\"tenant_id\":1," \
	"\"name\":\"Stichting De Ruimte\",\"kind\":\"school\","               \
	"\"created\":\"2026-01-01T00:00:00Z\"},"                              \
	"\"own_clock\":{\"synchronised\":true},"                              \
	"\"chain\":{\"seq\":7,\"hash\":\"00\"},"                              \
	"\"chain_check\":{\"whole\":true,\"rows\":7,\"bad_seq\":0},"          \
	"\"policies\":[{\"version\":1,\"name\":\"standaard\","                \
	"\"effective\":\"2026-01-01T00:00:00Z\",\"gap_percent\":25,"          \
	"\"within_percent\":95,\"partly_percent\":80}],"                      \
	"\"runs\":[{\"role\":\"poll\",\"started\":\"2026-06-30T22:00:00Z\","  \
	"\"seen\":\"2026-08-01T00:00:00Z\"},{\"role\":\"poll\","              \
	"\"started\":\"2026-08-10T00:00:00Z\","                               \
	"\"seen\":\"2026-09-30T22:00:00Z\"}],"                                \
	"\"sites\":[{\"site_id\":1,\"name\":\"Noord\"},"                      \
	"{\"site_id\":2,\"name\":\"Zuid\"}]"

#define DEVICE(id, site, answered)                                            \
	"{\"device_id\":" #id ",\"name\":\"sw" #id "\",\"site\":\"" site      \
	"\",\"category\":\"network\",\"last_answer\":" answered               \
	",\"version\":\"1.2\",\"profile\":\"p\",\"protocol\":\"v2c\","        \
	"\"security_level\":\"none\","                                        \
	"\"last_try\":\"2026-09-30T21:00:00Z\",\"tried\":10,\"answered\":10," \
	"\"messages\":3,\"message_days\":1,\"scope_days\":92}"

#endif
