libreporter_a_SOURCES += %D%/face.h %D%/font.h
