libreporter_a_SOURCES +=
