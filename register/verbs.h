/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_VERBS_H
#define REGISTER_VERBS_H

/*
 * The verbs that are part of `patchwacht`: one verb_NOUN.c each. argv[0] is the
 * verb; what comes back is the exit code of the program.
 */

int verb_action(int argc, char **argv);
int verb_advisory(int argc, char **argv);
int verb_alert(int argc, char **argv);
int verb_channel(int argc, char **argv);
int verb_attestation(int argc, char **argv);
int verb_audit(int argc, char **argv);
int verb_change(int argc, char **argv);
int verb_compare(int argc, char **argv);
int verb_contract(int argc, char **argv);
int verb_credential(int argc, char **argv);
int verb_decision(int argc, char **argv);
int verb_deployment(int argc, char **argv);
int verb_device(int argc, char **argv);
int verb_discover(int argc, char **argv);
int verb_legacy(int argc, char **argv);
int verb_checks(int argc, char **argv);
int verb_events(int argc, char **argv);
int verb_evidence(int argc, char **argv);
int evidence_bundle_verb(int argc, char **argv);
int evidence_verify_verb(int argc, char **argv);
int verb_exception(int argc, char **argv);
int verb_exploited(int argc, char **argv);
int verb_export(int argc, char **argv);
int verb_framework(int argc, char **argv);
int verb_hold(int argc, char **argv);
int verb_identify(int argc, char **argv);
int verb_incident(int argc, char **argv);
int verb_import(int argc, char **argv);
int verb_init(int argc, char **argv);
int verb_inventory(int argc, char **argv);
int verb_journal(int argc, char **argv);
int verb_log_test(int argc, char **argv);
int verb_mapping(int argc, char **argv);
int verb_parse_syslog(int argc, char **argv);
int verb_log(int argc, char **argv);
int verb_mitigation(int argc, char **argv);
int verb_stability(int argc, char **argv);
int verb_ring(int argc, char **argv);
int verb_patch(int argc, char **argv);
int verb_policy(int argc, char **argv);
int verb_profile(int argc, char **argv);
int verb_range(int argc, char **argv);
int verb_retention(int argc, char **argv);
int verb_review(int argc, char **argv);
int verb_report(int argc, char **argv);
int verb_schedule(int argc, char **argv);
int verb_senders(int argc, char **argv);
int verb_site(int argc, char **argv);
int verb_snmp_names(int argc, char **argv);
int verb_snmp_test(int argc, char **argv);
int verb_status(int argc, char **argv);
int verb_supplier(int argc, char **argv);
int verb_system(int argc, char **argv);
int verb_todo(int argc, char **argv);
int verb_trap(int argc, char **argv);
int verb_vulnerability(int argc, char **argv);
int verb_window(int argc, char **argv);
int verb_user(int argc, char **argv);

#endif
