libreporter_a_SOURCES += %D%/template.h %D%/words.h
