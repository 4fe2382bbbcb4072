# What finished reports are held against: pdfcheck, over what qpdf says of
# them. draw makes one of any template and values.
check_PROGRAMS += %D%/draw
%C%_draw_SOURCES = %D%/draw.c
%C%_draw_LDADD = $(REPORTER_LIBS)
EXTRA_DIST += %D%/pdfcheck %D%/Pdf.pm %D%/Structure.pm %D%/Drawing.pm
