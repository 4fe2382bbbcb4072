# A target is one fuzz_NOUN.c; linked with replay.c it runs its corpus once.
# FUZZ_TESTS += %D%/fuzz_noun
# %C%_fuzz_noun_SOURCES = %D%/fuzz_noun.c %D%/replay.c
# %C%_fuzz_noun_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/noun"'
# %C%_fuzz_noun_LDADD = $(SHARED_LIBS)
