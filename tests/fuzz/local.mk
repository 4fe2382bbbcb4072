# A target is one fuzz_NOUN.c; linked with replay.c it runs its corpus once.
# FUZZ_TESTS += %D%/fuzz_noun
# %C%_fuzz_noun_SOURCES = %D%/fuzz_noun.c %D%/replay.c
# %C%_fuzz_noun_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/noun"'
# %C%_fuzz_noun_LDADD = $(SHARED_LIBS)
FUZZ_TESTS += %D%/fuzz_ber
%C%_fuzz_ber_SOURCES = %D%/fuzz_ber.c %D%/replay.c
%C%_fuzz_ber_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/ber"'
%C%_fuzz_ber_LDADD = $(SHARED_LIBS)
FUZZ_TESTS += %D%/fuzz_snmp
%C%_fuzz_snmp_SOURCES = %D%/fuzz_snmp.c %D%/replay.c
%C%_fuzz_snmp_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/snmp"'
%C%_fuzz_snmp_LDADD = $(SHARED_LIBS)
FUZZ_TESTS += %D%/fuzz_recording
%C%_fuzz_recording_SOURCES = %D%/fuzz_recording.c %D%/replay.c
%C%_fuzz_recording_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/recording"'
%C%_fuzz_recording_LDADD = $(SHARED_LIBS)

FUZZ_TESTS += %D%/fuzz_observation
%C%_fuzz_observation_SOURCES = %D%/fuzz_observation.c %D%/replay.c
%C%_fuzz_observation_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/observation"'
%C%_fuzz_observation_LDADD = $(SHARED_LIBS)

FUZZ_TESTS += %D%/fuzz_journal
%C%_fuzz_journal_SOURCES = %D%/fuzz_journal.c %D%/replay.c
%C%_fuzz_journal_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/journal"'
%C%_fuzz_journal_LDADD = $(SHARED_LIBS)
