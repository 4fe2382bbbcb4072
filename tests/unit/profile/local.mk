# UNIT_TESTS += %D%/test_NOUN
