SCRIPT_TESTS += %D%/model.t
EXTRA_DIST += %D%/deployment.pml %D%/world.c %D%/world.h
