# UNIT_TESTS += %D%/test_NOUN
include tests/unit/collector/poll/local.mk
