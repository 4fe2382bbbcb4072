libcollector_a_SOURCES +=
