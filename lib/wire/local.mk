libshared_a_SOURCES +=
