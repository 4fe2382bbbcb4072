libreporter_a_SOURCES += \
	%D%/face.h %D%/pdf.h %D%/object.h \
	%D%/font.c %D%/font.h \
	%D%/shape.c %D%/shape.h \
	%D%/deflate.c %D%/deflate.h %D%/body.c \
	%D%/image.c %D%/object.c %D%/document.c %D%/page.c %D%/embed.c \
	%D%/structure.c %D%/metadata.c %D%/outline.c \
	%D%/attach.c %D%/bidi.c %D%/bidi.h %D%/seal.c %D%/seal.h
