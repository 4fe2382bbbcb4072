libreporter_a_SOURCES += %D%/pool.h %D%/block.h
